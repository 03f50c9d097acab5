/**
 * The entry point of the file that the script for pages loads as its supplement.
 */
import { CircuitStreams, DotNetItems, ItemSource, findElement } from './supplement.js';

export default [CircuitStreams, findElement, ItemSource, DotNetItems];
