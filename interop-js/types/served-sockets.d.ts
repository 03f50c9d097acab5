export function checkUrl(url: string): string;
export function prepareSocket(url: string, _Socket: unknown, open: (url: string, Socket: typeof WebSocket) => void): void;
