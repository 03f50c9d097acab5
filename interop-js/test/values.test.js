/** Values that JSON cannot represent: each of them arrives, or is refused before anything is sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { serialize } from '../src/codec.js';
import { revive } from '../src/received-values.js';

/** What the other side receives for one argument. */
function sent(value) {
  const { json, byteArrays } = serialize([value]);
  return { json: json.slice(1, -1), byteArrays: byteArrays.map((bytes) => [...bytes]) };
}

/** What arrives when the other side sends back what it received. */
function echoed(value) {
  const { json, byteArrays } = serialize(value);
  return revive(json, { byteArray: (id) => byteArrays[id] });
}

const arrays = [
  new Int8Array([-1, 2]), new Int16Array([-300]), new Uint16Array([65_535]), new Int32Array([-1]),
  new Uint32Array([4_294_967_295]), new Float32Array([1.5, NaN]), new Float64Array([0.1, -Infinity]),
  new BigInt64Array([-1n]), new BigUint64Array([2n ** 64n - 1n]), new Int32Array(),
];
for (const array of arrays) {
  test(`${array.constructor.name} of ${array.length} arrives as it is, at any depth`, () => {
    assert.deepEqual(echoed([{ nested: [array] }]), [{ nested: [array] }]);
  });
}

test('a view of a part of a buffer is sent without the rest', () => {
  const view = new Int16Array(new Int16Array([1, 2, 3]).buffer, 2, 1);
  assert.deepEqual(sent(view), { json: '{"__i16[]":0}', byteArrays: [[2, 0]] });
});

test('an array that arrives at any offset of a frame is aligned', () => {
  const frame = new Uint8Array([9, 1, 0, 0, 0]);
  assert.deepEqual(revive('{"__u32[]":0}', { byteArray: () => frame.subarray(1) }), new Uint32Array([1]));
});

test('bytes that are no whole number of elements are an error', () => {
  assert.throws(() => revive('{"__f32[]":0}', { byteArray: () => new Uint8Array(5) }), RangeError);
});

test('buffers and views of bytes are byte arrays', () => {
  const bytes = new Uint8Array([1, 2]);
  for (const value of [bytes.buffer, new DataView(bytes.buffer), new Uint8ClampedArray(bytes)]) {
    assert.deepEqual(sent(value), { json: '{"__byte[]":0}', byteArrays: [[1, 2]] });
  }
});

test('a bigint is sent as its digits, at any depth and of any size', () => {
  const digits = '9'.repeat(40);
  const { json } = sent({ a: [BigInt(digits), -1n], text: '1n', n: 0n });
  assert.equal(json, `{"a":[${digits},-1],"text":"1n","n":0}`);
});

test('a bigint arrives as one', () => {
  assert.deepEqual(revive('[{"__bigint":"-12345678901234567890"}]', {}), [-12345678901234567890n]);
});

test('a mark of a bigint without decimal digits is data', () => {
  for (const value of ['x', '', '-', '+1', ' 1', '0x1f', '1n', '1.5', '1e3', 12, null, true, ['1']]) {
    assert.deepEqual(revive(JSON.stringify([{ __bigint: value }]), {}), [{ __bigint: value }]);
  }
});

test('data of the application that looks like a mark stays data', () => {
  const data = { '__f32[]': 0, x: { __bigint: '1' }, y: { '!__i64[]': 2 } };
  assert.deepEqual(echoed(data), data);
});

test('maps and sets are sent as objects and arrays', () => {
  const map = new Map([['a', new Set([1, new Map([[2, 'two']])])]]);
  assert.equal(sent(map).json, '{"a":[1,{"2":"two"}]}');
  assert.equal(sent(new Map([['__byte[]', 1]])).json, '{"!__byte[]":1}');
});

test('dates and URLs are sent as their text', () => {
  assert.equal(sent(new Date(0)).json, '"1970-01-01T00:00:00.000Z"');
  assert.equal(sent(new URL('http://a/')).json, '"http://a/"');
});

test('objects of the application are sent with their own properties', () => {
  class Point {
    x = 1;
    get [Symbol.toStringTag]() {
      return 'Point';
    }
  }
  assert.equal(sent(new Point()).json, '{"x":1}');
  assert.equal(sent(Object.assign(Object.create(null), { y: 2 })).json, '{"y":2}');
  assert.equal(sent(vm.runInNewContext('({ z: new Map([["k", 3]]) })')).json, '{"z":{"k":3}}');
});

const refused = {
  'a symbol': [Symbol('x'), /Symbol .*description/],
  'not a number': [NaN, /Number .*null/],
  infinity: [-Infinity, /Number/],
  'an invalid date': [new Date(NaN), /Date .*invalid/],
  'a map with objects as keys': [new Map([[{}, 1]]), /Map .*entries/],
  'a map whose keys become equal': [new Map([[1, 'a'], ['1', 'b']]), /Map .*entries/],
  'a promise': [Promise.resolve(), /Promise .*Await/],
  'a blob': [new Blob(['x']), /Blob .*createJSStreamReference/],
  'a regular expression': [/x/, /RegExp/],
  'an error': [Object.assign(new Error('e'), { code: 1 }), /Error .*message/],
  'a weak map': [new WeakMap(), /WeakMap/],
  'an object that turns into no number': [{ toJSON: () => NaN }, /Number .*null/],
  'an object that turns into a symbol': [{ toJSON: () => Symbol('x') }, /Symbol .*description/],
};
for (const [name, [value, text]] of Object.entries(refused)) {
  test(`${name} is refused by name and place, with what to do instead`, () => {
    for (const place of [value, { deep: [value] }]) {
      assert.throws(() => serialize([place]), (error) => {
        assert.match(error.message, text);
        assert.match(error.message, /at '0'/);
        assert.equal(error.code, 'invalid_arguments');
        return true;
      });
    }
    assert.throws(() => serialize([{ field: value }]), /at 'field'/);
  });
}

test('values that contain themselves are refused, also through a map', () => {
  const cyclic = {};
  cyclic.self = cyclic;
  const map = new Map();
  map.set('self', map);
  const escaped = { '__byte[]': 1 };
  escaped.self = new Set([escaped]);
  for (const value of [cyclic, map, escaped]) {
    assert.throws(() => serialize([value]), /circular.*cannot be sent\. Send references/s);
  }
});
