// This client and the public package do the same, step by step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet as Ours } from '../src/index.js';
import { operations, setUpPage } from './support/operations.js';
import { Original } from './support/original.js';

/** A host that writes down what it is called with. */
function recordingHost() {
  const host = {
    log: [],
    throwNext: undefined,
    beginInvokeDotNetFromJS(...call) {
      const error = host.throwNext;
      host.throwNext = undefined;
      if (error) {
        throw error;
      }
      host.log.push(['begin', ...call]);
    },
    endInvokeJSFromDotNet(id, succeeded, payload) {
      const [taskId, success, value] = JSON.parse(payload);
      // Of an error, only the message: the stack is each client's own.
      host.log.push(['end', id, succeeded, [taskId, success, success ? value : value.split('\n')[0]]]);
    },
    sendByteArray: (...call) => host.log.push(['bytes', ...call]),
  };
  return host;
}

function bench(DotNet) {
  const kept = {};
  return {
    DotNet,
    kept,
    keep: (name, value) => (kept[name] = value),
    newHost() {
      const host = recordingHost();
      kept.host ??= host;
      return host;
    },
    get dispatcher() {
      return kept.dispatcher;
    },
    sent: () => kept.host?.log ?? [],
  };
}

async function run(operation, bench) {
  if (bench.kept.host) {
    bench.kept.host.log = [];
  }
  let outcome;
  try {
    const result = operation(bench);
    const isPromise = result instanceof Promise;
    outcome = { [isPromise ? 'resolved' : 'returned']: undefined };
    try {
      outcome = { [isPromise ? 'resolved' : 'returned']: await result };
    } catch (error) {
      outcome = { rejected: `${error.name}: ${error.message}` };
    }
  } catch (error) {
    outcome = { thrown: `${error.name}: ${error.message}` };
  }
  return plain(outcome, bench.DotNet);
}

/** What can be compared: classes of the two clients become what they stand for. */
function plain(value, DotNet) {
  if (value instanceof DotNet.DotNetObject) {
    return { dotNetObject: value.serializeAsArg() };
  }
  if (value === globalThis) {
    return 'the global object';
  }
  if (value instanceof Error) {
    return `${value.name}: ${value.message}`;
  }
  if (Array.isArray(value)) {
    return value.map((item) => plain(item, DotNet));
  }
  if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, DotNet)]));
  }
  return value;
}

test('the same operations have the same results', async (t) => {
  setUpPage();
  t.mock.method(console, 'error', () => {});
  const [ours, original] = [bench(Ours), bench(Original)];
  for (const [name, operation, exception] of operations) {
    await t.test(name, async () => {
      const expected = await run(operation, original);
      const got = await run(operation, ours);
      if (!exception) {
        assert.deepEqual(got, expected);
        return;
      }
      assert.notDeepEqual(got, expected, 'this is no exception any more');
      const [value] = Object.values(got);
      if (exception.ours instanceof RegExp) {
        assert.match(value, exception.ours);
      } else {
        assert.deepEqual(value, exception.ours);
      }
    });
  }
});
