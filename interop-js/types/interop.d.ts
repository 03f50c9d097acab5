/** The page's connection. */
export const interop: import("./connection.js").Connection;
import { DotNet } from './dotnet.js';
import { connect } from './connection.js';
export { DotNet, connect };
