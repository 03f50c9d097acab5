/**
 * Amounts, times and sizes for readers.
 */
const EUROS = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An amount in cents. */
export function euros(cents: number): string {
  return EUROS.format(cents / 100);
}

/** A time from the database. */
export function time(text: string): string {
  return TIME.format(new Date(text));
}

/** A number of bytes. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
