/**
 * The expected results of each section of the gallery, as data for all hosts.
 *
 * `fill` is typed into the section's input, `button` is the index of the button to click, and `result` is the expected
 * text of `.result`: a string, ignoring whitespace, or a pattern. If the hosts differ, it contains one for each host.
 * `problems` are patterns for the expected messages in the browser's console.
 */

/** The expectation for a host. */
export const on = (host, expected) =>
  typeof expected === 'string' || expected instanceof RegExp || Array.isArray(expected) ? expected : expected[host];

const BUTTON = 'Select one of these list item buttons. InteropCall';
const ITEM = 'Select one of these list items. Not Updated Yet!';
const UPDATED = 'UpdateMessage Called!';

const lines = (...patterns) => new RegExp(`^${patterns.join(' ')}$`);

export const expectations = [
  {
    section: 'call-dotnet-example-1',
    steps: [
      { button: 0, result: 'Array(3) [ 1, 2, 3 ]' },
      { button: 1, result: 'Array(3) [ 1, 2, 3 ]' },
    ],
  },
  {
    section: 'call-dotnet-example-2',
    steps: [
      { button: 0, result: 'Hello, Amy Pond!' },
      { fill: 'Rory', button: 0, result: 'Hello, Rory!' },
      { fill: '', button: 0, result: 'Hello, !' },
    ],
  },
  {
    section: 'call-dotnet-example-3',
    steps: [
      { button: 0, result: 'Hello, Amy Pond!' },
      { fill: 'Zoë 🦊 "quoted"', button: 0, result: 'Hello, Zoë 🦊 "quoted"!' },
    ],
  },
  {
    section: 'call-dotnet-example-one-helper',
    steps: [
      { button: 0, result: 'Message from .NET: "Hello, Amy Pond!"' },
      { fill: 'Rory', button: 1, result: 'Message from .NET: "Welcome, Rory!"' },
    ],
  },
  {
    section: 'generics-example',
    steps: [
      {
        button: 0,
        result: {
          server: lines(
            String.raw`JS: invokeMethodAsync:Update\('string \d+'\)`,
            String.raw`JS: invokeMethodAsync:UpdateAsync\('string \d+'\)`,
            String.raw`JS: invokeMethodAsync:Update\(\d+\)`,
            String.raw`JS: invokeMethodAsync:UpdateAsync\(\d+\)`,
          ),
          // `syncInterop`
          wasm: lines(
            String.raw`JS: invokeMethodAsync:Update\('string \d+'\)`,
            String.raw`JS: invokeMethodAsync:UpdateAsync\('string \d+'\)`,
            String.raw`JS: invokeMethod:Update\('string \d+'\)`,
            String.raw`JS: invokeMethodAsync:Update\(\d+\)`,
            String.raw`JS: invokeMethodAsync:UpdateAsync\(\d+\)`,
            String.raw`JS: invokeMethod:Update\(\d+\)`,
          ),
        },
      },
    ],
  },
  {
    section: 'call-dotnet-example-4',
    steps: [
      { button: 0, result: 'Hello, Amy Pond!' },
      { fill: '', button: 0, result: 'Hello, No Name!' },
    ],
  },
  {
    section: 'call-dotnet-example-5',
    steps: [
      { button: 0, result: 'Hello, Amy Pond!' },
      { fill: 'Rory', button: 0, result: 'Hello, Rory!' },
    ],
  },
  {
    section: 'call-dotnet-example-6',
    steps: [
      { button: 1, result: [BUTTON, UPDATED, BUTTON, BUTTON].join(' ') },
      { button: 0, result: [UPDATED, UPDATED, BUTTON, BUTTON].join(' ') },
    ],
  },
  {
    section: 'call-dotnet-example-7',
    steps: [
      { button: 3, result: [ITEM, ITEM, ITEM, UPDATED].join(' ') },
      { button: 0, result: [UPDATED, ITEM, ITEM, UPDATED].join(' ') },
    ],
  },
  {
    section: 'call-dotnet-example-8',
    steps: [
      { button: 0, result: "Everything's shiny, Captain. Not to fret." },
      { button: 1, result: 'Uint8Array: Shiny.' },
    ],
  },
  {
    section: 'js-object-reference',
    steps: [
      { button: 0, result: /^Rust holds window: its path is \/\S*, it can alert: true$/ },
      { button: 1, result: /^JS object instance with ID \d+ does not exist \(has it been disposed\?\)\.$/ },
    ],
  },
  {
    section: 'stream-from-javascript',
    steps: [
      { button: 0, result: { server: /^10000000 bytes in \S+file\.txt$/, wasm: '10000000 bytes in memory' } },
    ],
  },
  {
    section: 'stream-to-javascript',
    steps: [
      { button: 0, result: '10000000 bytes in one piece, all of them 42: true' },
      { button: 1, result: '10000000 bytes in 306 chunks' },
    ],
  },
  {
    section: 'javascript-isolation',
    steps: [{ button: 0, result: 'Hello, Amy Pond, from a module. Is greet a global? false' }],
  },
  {
    section: 'disposal',
    steps: [
      { button: 0, result: 'Rust: my object was disposed of: true' },
      {
        button: 1,
        result:
          /^JavaScript: There is no tracked object with id '\d+'\. Perhaps the ObjectReference instance was already disposed\.$/,
      },
      { button: 2, result: 'Rust: the counter said 1. Cannot access a disposed object: JsObjectReference.' },
    ],
  },
  {
    section: 'circular-reference',
    steps: [
      { button: 0, result: /^JavaScript to Rust: .*circular/ },
      { button: 1, result: /^JavaScript's result to Rust: .*circular/ },
      { button: 2, result: /^Rust to JavaScript: .*32.*max_json_depth/ },
    ],
  },
  {
    section: 'size-limit',
    steps: [
      { button: 0, result: /^32765 characters: .*32768.*/ },
      { button: 1, result: 'Rust received 32764 characters' },
    ],
  },
  {
    section: 'disconnection',
    steps: [
      {
        button: 0,
        result: {
          server:
            'The pending call was rejected: The connection was lost before the call was answered. Connected again: 1,2,3',
          wasm: 'The pending call was rejected: The connection was closed. Connected again: 1,2,3',
        },
      },
    ],
  },
  {
    section: 'panic',
    steps: [
      {
        button: 0,
        result: {
          server: lines(
            String.raw`Item 3: .*the method panicked: index out of bounds: the len is 3 but the index is 3`,
            'Item 2 is 3.',
            'Item 2 is 3.',
          ),
          wasm: lines(
            String.raw`Item 3: The WebAssembly instance has panicked and can no longer be used: .*the index is 3.*`,
            String.raw`Item 2: The WebAssembly instance has panicked and can no longer be used: .*the index is 3.*`,
            'Item 2 is 3.',
          ),
        },
      },
    ],
    problems: { server: [], wasm: [/index out of bounds/, /RuntimeError: unreachable/] },
  },
];
