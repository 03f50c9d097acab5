// What the scripts of the page have set.

declare const DotNet: { createJSObjectReference(value: object): object };

declare const gallery: { connected(): Promise<void>; dropConnection(): void };
