/**
 * @param {string} kind
 * @param {any[]} args
 */
export function problemText(kind: string, ...args: any[]): string;
