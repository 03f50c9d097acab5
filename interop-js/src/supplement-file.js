/**
 * The entry point of the file that the script for pages loads as its supplement.
 */
import { problemText } from './problem-texts.js';
import {
  Assembly,
  ServerStreams,
  accessMember,
  adviseOnCircular,
  describeError,
  errorMessage,
  importModule,
  openItems,
  parsePlain,
  readMessage,
  receiveBytes,
  textOf,
} from './supplement.js';

export default [
  Assembly,
  ServerStreams,
  accessMember,
  adviseOnCircular,
  describeError,
  errorMessage,
  importModule,
  openItems,
  parsePlain,
  problemText,
  readMessage,
  receiveBytes,
  textOf,
];
