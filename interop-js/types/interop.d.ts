/** The page's connection: one, however often the page loads the script. */
export const interop: import("./connection.js").Connection;
import { DotNet } from './dotnet.js';
import { connect } from './connection.js';
export { DotNet, connect };
