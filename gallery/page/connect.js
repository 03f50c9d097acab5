// Connects to Rust on the server and displays the state of the connection. The page may call Rust immediately.
import './sockets.js'; // Must come first, to record the WebSocket of the connection.
import { interop } from './_interop/interop.js';

interop.addEventListener('disconnected', () => gallery.setConnection('connecting'));
interop.addEventListener('closed', () => gallery.setConnection('disconnected'));
