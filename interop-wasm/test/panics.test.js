// A panic ends the instance: no call hangs, all clients are notified, and a fresh instance continues.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectWasm } from '../../interop-js/src/index.js';
import { connect, page, rejection, thrown } from './support/connection.js';
import { instantiate } from './support/module.js';
import { connectRaw } from './support/raw-client.js';

/** An instance that the test may lose, and what the console is told. */
async function doomed(t, options) {
  const errors = t.mock.method(console, 'error', () => {});
  const connection = await connect(t, options, await instantiate());
  return {
    connection,
    ...connection,
    console: () => errors.mock.calls.map(({ arguments: [what] }) => String(what?.stack ?? what)),
  };
}

/** Everything that waits, and everything that comes later, is refused with this text. */
async function isGone(connection, pending, text) {
  const errors = [
    ...(await Promise.all(pending)),
    thrown(() => connection.call('Add', 1, 2)),
    await rejection(connection.callAsync('Add', 1, 2)),
  ];
  for (const error of errors) {
    assert.ok(error instanceof Error);
    assert.equal(error.code, 'disconnected', error.stack);
    assert.match(error.message, text);
  }
  assert.equal(connection.state, 'closed');
}

/** In which ways Rust panics, and what the panic says. */
const PANICS = {
  'in a synchronous call': { panic: ({ call }) => thrown(() => call('Panic', 'oh dear')), says: 'oh dear' },
  'in a synchronous method that is called asynchronously': {
    panic: ({ callAsync }) => rejection(callAsync('Panic', 'oh dear')),
    says: 'oh dear',
  },
  'in an asynchronous call, at once': {
    panic: ({ callAsync }) => rejection(callAsync('panic_async', 'oh dear')),
    says: 'oh dear',
  },
  'in an asynchronous call, when it continues': {
    panic: ({ callAsync }) => rejection(callAsync('panic_later', 'oh dear')),
    says: 'oh dear',
  },
  'when a timer has woken it': {
    panic: ({ callAsync }) => rejection(callAsync('panic_on_time', 'oh dear')),
    says: 'oh dear',
  },
  'in a call that lies in another': {
    panic: ({ call }) => {
      panicBelow = (text) => call('Panic', text);
      return thrown(() => call('panic_below', 'oh dear'));
    },
    says: 'oh dear',
  },
  'in the destructor of an object that is disposed of': {
    panic: ({ call }) => {
      call('panicking_object').dispose();
      return thrown(() => call('Add', 1, 2));
    },
    says: 'the object panics',
  },
  'in a stream': { panic: ({ call }) => rejection(call('panicking_stream').arrayBuffer()), says: 'the stream panics' },
  'when it is out of memory': { panic: ({ call }) => thrown(() => call('allocate_everything')), says: undefined },
};
let panicBelow;
globalThis.panicBelow = (text) => panicBelow(text);
globalThis.neverAnswers = () => new Promise(() => {});

for (const [where, { panic, says }] of Object.entries(PANICS)) {
  test(`a panic ${where}`, async (t) => {
    for (const detailedErrors of [true, false]) {
      const { connection, ...doom } = await doomed(t, { detailedErrors });
      const waiting = page({ never: () => new Promise(() => {}) });
      const pending = [
        rejection(connection.callAsync('never')),
        rejection(connection.callAsync('ask', `${waiting}.never`)),
        rejection(connection.callAsync('turns', 1000000)),
      ];
      const closed = new Promise((resolve) => connection.addEventListener('closed', resolve));
      const error = await panic(connection);
      const text =
        detailedErrors && says
          ? new RegExp(`^The WebAssembly instance .*can no longer be used: .*${says}`, 's')
          : /^The WebAssembly instance .*can no longer be used/;
      await isGone(connection, [error, ...pending], text);
      if (!detailedErrors && says) {
        assert.ok(!error.message.includes(says), error.message);
      }
      assert.match((await closed).detail.reason, text);
      const shown = doom.console().join('\n');
      assert.match(shown, /RuntimeError/, 'the trap is shown to the developer');
      if (says) {
        assert.ok(shown.includes(says), 'and so is the panic');
      }
    }
  });
}

test('a stack that is used up', async (t) => {
  const { connection } = await doomed(t);
  const pending = [rejection(connection.callAsync('never'))];
  await isGone(
    connection,
    [thrown(() => connection.call('recurse', 0)), ...pending],
    /^The WebAssembly instance .*can no longer be used/,
  );
});

test('a panic in what the application does when JavaScript has connected', async (t) => {
  const { connection } = await doomed(t, { onConnected: 'panic' });
  await new Promise(setImmediate);
  await isGone(connection, [], /the hook panics/);
});

test('a panic in other code, which none of our calls has reached', async (t) => {
  const { connection, app } = await doomed(t);
  const pending = [rejection(connection.callAsync('never'))];
  assert.throws(() => app.panic_beside(), WebAssembly.RuntimeError);
  await isGone(connection, pending, /beside/);
});

test('a JavaScript error that passes through Rust uncaught', async (t) => {
  const uncaught = {
    'without a code': () => {
      throw new TypeError('gone through');
    },
    'with a code of other software': () => {
      throw Object.assign(new Error('gone through'), { code: 'ERR_SOMETHING' });
    },
    'that is none': () => {
      throw 'gone through';
    },
    'of a call that lies in this one': (connection) => connection.call('order', 3),
  };
  for (const [name, fails] of Object.entries(uncaught)) {
    const { connection } = await doomed(t);
    const pending = [rejection(connection.callAsync('never'))];
    globalThis.uncaughtFunction = () => fails(connection);
    const error = thrown(() => connection.call('call_uncaught_function'));
    assert.equal(error.code, 'disconnected', name);
    await isGone(connection, [error, ...pending], /^The WebAssembly instance .*can no longer be used/);
  }
});

test('all circuits of the instance end with it, and those of others do not', async (t) => {
  t.mock.method(console, 'error', () => {});
  const app = await instantiate();
  const [one, other] = [await connect(t, {}, app), await connect(t, {}, app)];
  const bystander = await connect(t);
  const pending = [rejection(other.callAsync('never'))];
  thrown(() => one.call('Panic', 'oh dear'));
  await isGone(one, [], /oh dear/);
  await isGone(other, pending, /oh dear/);
  assert.equal(bystander.call('Add', 1, 2), 3);
});

test('an instance that has panicked before is not connected', async () => {
  const app = await instantiate();
  assert.throws(() => app.panic_beside(), WebAssembly.RuntimeError);
  assert.throws(() => connectWasm(app), { code: 'disconnected', message: /has panicked and can no longer be used/ });
});

test('a fresh instance continues with the same connection', async (t) => {
  const { connection } = await doomed(t);
  const counter = connection.call('counter', 1);
  thrown(() => connection.call('Panic', 'oh dear'));
  const fresh = await instantiate();
  assert.throws(() => connection.reconnect(connection.app), { code: 'disconnected' });
  const connected = new Promise((resolve) => connection.addEventListener('connected', resolve));
  connection.reconnect(fresh);
  await connected;
  assert.equal(connection.state, 'connected');
  assert.equal(connection.call('Add', 2, 40), 42);
  assert.equal(await connection.callAsync('add_later', 2, 40), 42);
  assert.equal(
    thrown(() => counter.invokeMethod('increment', 1)).code,
    'disconnected',
    'references of before are dead',
  );
  assert.equal(connection.call('counter', 5).invokeMethod('increment', 1), 6);
});

test('streams end with the instance', async (t) => {
  const { connection } = await doomed(t);
  const reader = (await connection.call('endless_stream').stream()).getReader();
  await reader.read();
  thrown(() => connection.call('Panic', 'oh dear'));
  const error = await rejection(
    (async () => {
      while (!(await reader.read()).done);
    })(),
  );
  assert.equal(error.code, 'disconnected');
});

test('an application that listens for panics itself hears them too', async (t) => {
  const { connection, ...doom } = await doomed(t);
  thrown(() => connection.call('Panic', 'oh dear'));
  assert.match(doom.console().join('\n'), /panicked at .*panics\.rs:\d+:\d+:\noh dear/);
});

test('the raw exports tell every client, then trap, and refuse everything afterwards', async (t) => {
  t.mock.method(console, 'error', () => {});
  const app = await instantiate();
  const detailed = await connectRaw({ app });
  const secretive = await connectRaw({ app, options: { detailedErrors: false } });
  const inside = [];
  detailed.client.panicked = (message) => {
    detailed.heard.push(['panicked', message]);
    // It may not be called during that, and says so.
    for (const call of [() => detailed.invoke('Add', 1, 2), () => app.interop.connect({})]) {
      try {
        call();
      } catch (error) {
        inside.push(error.code);
      }
    }
  };
  assert.throws(() => detailed.invoke('Panic', 'oh dear'), WebAssembly.RuntimeError);
  assert.deepEqual(inside, ['disconnected', 'disconnected']);
  const [[, message], ...more] = detailed.take();
  assert.match(message, /oh dear/);
  assert.deepEqual(more, []);
  assert.deepEqual(secretive.take(), [['panicked', undefined]]);
  for (const client of [detailed, secretive]) {
    for (const use of [
      () => client.invoke('Add', 1, 2),
      () => client.exports.run(client.circuit),
      () => client.exports.close(client.circuit),
      () => client.exports.area(1),
      () => client.exports.connect({}),
    ]) {
      const error = thrown(use);
      assert.deepEqual(
        [error.code, error.message],
        ['disconnected', 'The WebAssembly instance has panicked and can no longer be used.'],
      );
    }
  }
});

test('Rust does not continue after a panic, whatever JavaScript in between does with it', async (t) => {
  t.mock.method(console, 'error', () => {});
  const app = await instantiate();
  let trap;
  const client = await connectRaw({
    app,
    functions: {
      invokeSync() {
        try {
          client.invoke('Panic', 'oh dear');
        } catch (error) {
          trap = error;
        }
        return '1';
      },
    },
  });
  assert.throws(() => client.invoke('call_sync', 'f', []), WebAssembly.RuntimeError);
  assert.ok(trap instanceof WebAssembly.RuntimeError);
  assert.equal(client.take('panicked').length, 1);
});

test('a client that throws while it is told of a panic', async (t) => {
  t.mock.method(console, 'error', () => {});
  const app = await instantiate();
  const bad = await connectRaw({
    app,
    functions: {
      panicked: () => {
        throw new Error('my defect');
      },
    },
  });
  const good = await connectRaw({ app });
  assert.throws(() => bad.invoke('Panic', 'oh dear'), WebAssembly.RuntimeError);
  assert.equal(good.take('panicked').length, 1);
});
