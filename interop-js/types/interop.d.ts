/** The connection of the page. There is only one, even if the page loads the script several times. */
export const interop: import("./connection.js").Connection;
import { DotNet } from './dotnet.js';
import { connect } from './connection.js';
export { DotNet, connect };
