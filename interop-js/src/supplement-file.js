/**
 * The entry point of the file that the script for pages loads as its supplement.
 */
import { problemText } from './problem-texts.js';
import {
  Assembly,
  ServerStreams,
  DotNetItems,
  accessMember,
  adviseOnCircular,
  describeError,
  errorMessage,
  findElement,
  fromByteArray,
  importModule,
  openItems,
  textOf,
} from './supplement.js';

export default [
  Assembly,
  ServerStreams,
  DotNetItems,
  accessMember,
  adviseOnCircular,
  describeError,
  errorMessage,
  findElement,
  fromByteArray,
  importModule,
  openItems,
  problemText,
  textOf,
];
