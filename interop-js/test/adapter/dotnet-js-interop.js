// Connects the unmodified npm package `@microsoft/dotnet-js-interop` to a server that implements `docs/protocol.md`.
// It is written from that page alone, to show that the page is complete, and only supports what the package supports.

const [BYTE_ARRAY, STREAM_CHUNK] = [1, 2];

/**
 * Connects, and waits for the server's welcome. `DotNet` is the package's namespace; `globalThis.window` must exist
 * before it is imported.
 *
 * @param {any} DotNet
 * @param {string} url The server's endpoint, such as `ws://127.0.0.1:3000/_interop`.
 * @param {any} [WebSocketClass]
 */
export async function connect(DotNet, url, WebSocketClass = globalThis.WebSocket) {
  const socket = new WebSocketClass(url, 'interop.v1');
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  // The server releases objects by calling the function with this name.
  globalThis.DotNet = DotNet;
  return new Promise((resolve) => new Adapter(DotNet, socket, resolve));
}

/**
 * The package calls members only. A function is called by its own member `call`.
 *
 * @param {string} identifier Empty for the function itself.
 * @param {string} args
 */
function callTarget(identifier, args) {
  return identifier ? [identifier, args] : ['call', args === '[]' ? '[null]' : `[null,${args.slice(1)}`];
}

class Adapter {
  /** The byte arrays of the next message. */
  byteArrays = [];
  uploads = new Map();
  downloads = new Map();

  constructor(DotNet, socket, welcomed) {
    Object.assign(this, { socket, welcomed });
    this.closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    this.dispatcher = DotNet.attachDispatcher({
      sendByteArray: (id, data) => {
        // The package also sends the byte arrays of a call that it then cannot serialize, so id 0 starts a new message.
        this.byteArrays.length = id;
        this.byteArrays.push(data);
      },
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson) =>
        this.sendMessage(['call', callId, assembly, method, objectId ?? 0], argsJson),
      endInvokeJSFromDotNet: (_taskId, _succeeded, payload) => this.sendMessage(['result'], payload),
    });
    socket.addEventListener('message', ({ data }) =>
      typeof data === 'string' ? this.receiveText(data) : this.receiveBinary(data),
    );
    this.sendHeader('hello', { version: 1 });
  }

  close() {
    this.socket.close(1000);
    return this.closed;
  }

  sendHeader(...header) {
    this.socket.send(JSON.stringify(header));
  }

  sendMessage(header, body) {
    this.byteArrays.splice(0).forEach((data, id) => this.sendBinary(BYTE_ARRAY, [id], data));
    this.socket.send(`${JSON.stringify(header)}\n${body}`);
  }

  sendBinary(kind, numbers, data) {
    const frame = new Uint8Array(1 + 8 * numbers.length + data.length);
    frame[0] = kind;
    numbers.forEach((number, i) => new DataView(frame.buffer).setBigUint64(1 + 8 * i, BigInt(number), true));
    frame.set(data, 1 + 8 * numbers.length);
    this.socket.send(frame);
  }

  receiveText(text) {
    const end = text.indexOf('\n');
    const [kind, id, ...rest] = JSON.parse(end < 0 ? text : text.slice(0, end));
    const body = end < 0 ? '' : text.slice(end + 1);
    switch (kind) {
      case 'welcome':
        return this.welcomed(this);
      case 'ping':
        return this.sendHeader('pong');
      case 'reply':
        this.claimStreams(body);
        return this.dispatcher.endInvokeDotNetFromJS(String(id), true, body);
      case 'fail':
        return this.dispatcher.endInvokeDotNetFromJS(String(id), false, JSON.parse(body).message);
      case 'invoke': {
        const [identifier, resultType, targetId, callType] = rest;
        this.claimStreams(body);
        const target = callTarget(identifier, body);
        return void this.dispatcher.beginInvokeJSFromDotNet(id, ...target, resultType, targetId, callType);
      }
      case 'open':
        return void this.upload(id, ...rest);
      case 'grant':
        return this.uploads.get(id)?.grant(rest[0]);
      case 'stop':
        return this.uploads.get(id)?.grant(-Infinity);
      case 'end': {
        const controller = this.downloads.get(id);
        this.downloads.delete(id);
        return rest[0] === null ? controller?.close() : controller?.error(new Error(rest[0]));
      }
    }
  }

  receiveBinary(data) {
    const number = (i) => Number(new DataView(data).getBigUint64(1 + 8 * i, true));
    if (new Uint8Array(data)[0] === BYTE_ARRAY) {
      this.dispatcher.receiveByteArray(number(0), new Uint8Array(data, 9));
    } else {
      this.downloads.get(number(0))?.enqueue(new Uint8Array(data, 17));
    }
  }

  claimStreams(json) {
    for (const [, digits] of json.matchAll(/"__dotNetStream":(\d+)/g)) {
      const id = Number(digits);
      let begun = false;
      const stream = new ReadableStream({
        start: (controller) => void this.downloads.set(id, controller),
        pull: () => this.sendHeader(begun ? 'grant' : ((begun = true), 'claim'), id, 1),
        cancel: () => (this.downloads.delete(id), this.sendHeader('stop', id)),
      });
      this.dispatcher.supplyDotNetStream(id, stream);
    }
  }

  async upload(streamId, objectId, chunkBytes, window) {
    // The package revives the reference; `Object` returns the object as it is.
    const source = this.dispatcher.processJSCall(0, 'Object', 1, `[{"__jsObjectId":${objectId}}]`);
    const blob = new Blob([source]);
    let [credit, wake] = [window, () => {}];
    this.uploads.set(streamId, { grant: (chunks) => ((credit += chunks), wake()) });
    for (let sequence = 0; sequence * chunkBytes < blob.size; sequence++, credit--) {
      while (credit === 0) {
        await new Promise((resolve) => (wake = resolve));
      }
      const chunk = await blob.slice(sequence * chunkBytes, (sequence + 1) * chunkBytes).arrayBuffer();
      if (credit < 0) {
        break; // The server has said that it wants no more.
      }
      this.sendBinary(STREAM_CHUNK, [streamId, sequence], new Uint8Array(chunk));
    }
    this.uploads.delete(streamId);
  }
}
