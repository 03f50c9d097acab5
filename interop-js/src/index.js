/**
 * The entry point of the package. It does not connect by itself; the script `interop.js` connects to the server that it
 * was loaded from.
 */
export { Connection, connect } from './connection.js';
export { CallDispatcher } from './dispatcher.js';
export { DotNet } from './dotnet.js';
export { DotNetItems } from './items.js';
export { DotNetObject } from './dotnet-object.js';
export { loadWasm } from './load-wasm.js';
export { saveStream } from './save-stream.js';
export { DotNetStream } from './streams.js';
export { streamWithProgress } from './upload-progress.js';
export { userMessage } from './user-message.js';
export { WasmConnection, connectWasm } from './wasm.js';

/** @typedef {import('./revivers.js').JsonReviver} JsonReviver */
/** @typedef {import('./call-options.js').CallOptions} CallOptions */
/** @typedef {import('./options.js').ConnectOptions} ConnectOptions */
/** @typedef {import('./connection-events.js').ConnectedDetail} ConnectedDetail */
/** @typedef {import('./connection-events.js').DisconnectedDetail} DisconnectedDetail */
/** @typedef {import('./connection-events.js').FailedDetail} FailedDetail */
/** @typedef {import('./save-stream.js').SaveOptions} SaveOptions */
/** @typedef {import('./sockets.js').ConnectUrl} ConnectUrl */
/** @typedef {import('./user-message.js').UserTexts} UserTexts */
/** @typedef {import('./dispatcher.js').DotNetCallDispatcher} DotNetCallDispatcher */
/** @typedef {import('./dispatcher.js').ICallDispatcher} ICallDispatcher */
/** @typedef {import('./handlers.js').EventHandler} EventHandler */
/** @typedef {import('./errors.js').InteropError} InteropError */
/** @typedef {import('./wasm.js').WasmClosedDetail} WasmClosedDetail */
/** @typedef {import('./wasm.js').WasmModule} WasmModule */
