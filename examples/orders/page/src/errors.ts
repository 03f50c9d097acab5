/**
 * What users read when a call fails: the code decides, and the server's text is for what the page does not know.
 */

/** The text for an error, or nothing if the user has cancelled. */
export function describe(error: unknown): string | undefined {
  if (!(error instanceof Error)) {
    return String(error);
  }
  // The reason of an `AbortController`, with which cancelled calls reject.
  if (error.name === 'AbortError') {
    return undefined;
  }
  switch ('code' in error ? error.code : undefined) {
    case 'cancelled':
      return undefined;
    case 'disconnected':
      return 'The connection was lost. Check whether it has worked before you try again.';
    case 'deadline_exceeded':
      return 'The server takes too long. Try again later.';
    case 'limit_exceeded':
      return 'That is more than the server accepts.';
    case 'forbidden':
      return 'Only staff can do this.';
    case 'internal':
      return 'Something is wrong with the shop. We have been told.';
    default:
      return error.message;
  }
}
