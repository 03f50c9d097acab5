export class Assembly {
    /**
     * Takes what has arrived: a whole frame or a part of one. Only `ping` may come between the parts of a frame.
     *
     * @param {string | ArrayBuffer} data
     * @returns {string | ArrayBuffer | undefined} The frame, if it is complete.
     */
    accept(data: string | ArrayBuffer): string | ArrayBuffer | undefined;
    #private;
}
