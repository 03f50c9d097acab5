/** The connection of the page. There is only one, even if the page loads the script several times. */
export const interop: Connection;
export { DotNet };
import { Connection } from './connection.js';
import { DotNet } from './dotnet.js';
