// Rust on the server: the connection, and what the page says about it. The page may call Rust as soon as it is there.
import './sockets.js'; // First: it sees the connection being made.
import { interop } from './_interop/interop.js';

interop.addEventListener('disconnected', () => gallery.setConnection('connecting'));
interop.addEventListener('closed', () => gallery.setConnection('disconnected'));
