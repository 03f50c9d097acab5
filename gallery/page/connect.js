// The connection to Rust, and what the page says about it.
import { interop } from './_interop/interop.js';

interop.addEventListener('disconnected', () => gallery.setConnection('connecting'));
interop.addEventListener('closed', () => gallery.setConnection('disconnected'));
