/**
 * The entry point of the file that the script for pages loads as its supplement.
 */
import { ServerStreams, DotNetItems, ItemSource, findElement } from './supplement.js';

export default [ServerStreams, findElement, ItemSource, DotNetItems];
