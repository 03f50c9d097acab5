// Connects the unmodified npm package `@microsoft/dotnet-js-interop` to the raw exports of a WebAssembly module. It is
// written from `docs/wasm.md` alone, to show that the page is complete, and only supports what the package supports.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Connects. `DotNet` is the package's namespace; before it is imported, `globalThis.window` must be there.
 *
 * @param {any} DotNet
 * @param {any} interop What the module exports by this name.
 */
export function connect(DotNet, interop) {
  // Rust releases objects by calling the function with this name.
  globalThis.DotNet = DotNet;
  return new Adapter(DotNet, interop);
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
  /** The unanswered calls. */
  waiting = new Set();
  uploads = new Map();
  downloads = new Map();

  constructor(DotNet, interop) {
    this.interop = interop;
    this.dispatcher = DotNet.attachDispatcher({
      sendByteArray: (id, data) => {
        // The package also sends the byte arrays of a call that it then cannot serialize, so id 0 starts a new message.
        this.byteArrays.length = id;
        this.byteArrays.push(data);
      },
      invokeDotNetFromJS: (assembly, method, objectId, argsJson) => {
        const length = interop.invoke(this.circuit, ...this.writeCall(assembly, method, argsJson), objectId ?? 0);
        const json = decoder.decode(this.view(interop.reply(), length));
        this.claimStreams(json);
        return json;
      },
      beginInvokeDotNetFromJS: (callId, assembly, method, objectId, argsJson) => {
        const call = this.writeCall(assembly, method, argsJson);
        this.waiting.add(callId);
        interop.call(this.circuit, callId, ...call, objectId ?? 0);
      },
      endInvokeJSFromDotNet: (_taskId, _succeeded, payload) => {
        this.sendByteArrays();
        interop.result(this.circuit, ...this.write(payload));
      },
    });
    this.closed = new Promise((resolve) => {
      this.circuit = interop.connect(this.callbacks(resolve));
    });
  }

  close() {
    this.interop.close(this.circuit);
    return this.closed;
  }

  // Into Rust

  view(address, length) {
    return new Uint8Array(this.interop.memory().buffer, address, length);
  }

  /** Writes texts and bytes to the buffer, and returns their lengths. */
  write(...parts) {
    const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
    const room = bytes.reduce((sum, part) => sum + part.length, 0);
    let address = this.interop.area(room);
    for (const part of bytes) {
      this.view(address, part.length).set(part);
      address += part.length;
    }
    return bytes.map((part) => part.length);
  }

  writeCall(assembly, method, argsJson) {
    this.sendByteArrays();
    const [assemblyBytes, ...others] = this.write(assembly ?? '', method, argsJson);
    return [assembly === null ? -1 : assemblyBytes, ...others];
  }

  sendByteArrays() {
    this.byteArrays.splice(0).forEach((data, id) => this.interop.bytes(this.circuit, id, ...this.write(data)));
  }

  // Out of Rust

  callbacks(closed) {
    const { dispatcher, interop } = this;
    return {
      reply: (callId, address, length) => {
        const json = decoder.decode(this.view(address, length));
        this.claimStreams(json);
        this.answer(callId, true, json);
      },
      fail: (callId, json) => this.answer(callId, false, JSON.parse(json).message),
      invoke: (taskId, identifier, args, resultType, targetId, callType) => {
        this.claimStreams(args);
        dispatcher.beginInvokeJSFromDotNet(taskId, ...callTarget(identifier, args), resultType, targetId, callType);
      },
      invokeSync: (identifier, args, resultType, targetId, callType) => {
        this.claimStreams(args);
        const json = dispatcher.invokeJSFromDotNet(...callTarget(identifier, args), resultType, targetId, callType);
        this.sendByteArrays();
        return json;
      },
      bytes: (id, address, length) => dispatcher.receiveByteArray(id, this.view(address, length).slice()),
      open: (streamId, ...offered) => void this.upload(streamId, ...offered),
      grant: (streamId, chunks) => this.uploads.get(streamId)?.(chunks),
      stop: (streamId) => this.uploads.get(streamId)?.(-Infinity),
      chunk: (streamId, _sequence, address, length) =>
        this.downloads.get(streamId)?.enqueue(this.view(address, length).slice()),
      end: (streamId, error) => {
        const controller = this.downloads.get(streamId);
        this.downloads.delete(streamId);
        return error === undefined ? controller?.close() : controller?.error(new Error(error));
      },
      schedule: () => setTimeout(() => this.whileOpen(() => interop.run(this.circuit))),
      // The timer is not cancelled. A timer that is no longer needed has no effect.
      sleep: (timerId, milliseconds) =>
        setTimeout(() => this.whileOpen(() => interop.wake(this.circuit, timerId)), milliseconds).unref?.(),
      cancelSleep: () => {},
      panicked: (message) => this.end(`Rust has panicked: ${message}`),
      closed: (reason) => {
        this.end(reason);
        closed(reason);
      },
    };
  }

  answer(callId, succeeded, payload) {
    this.waiting.delete(callId);
    this.dispatcher.endInvokeDotNetFromJS(String(callId), succeeded, payload);
  }

  end(reason) {
    this.isClosed = true;
    this.waiting.forEach((callId) => this.answer(callId, false, reason));
  }

  whileOpen(action) {
    if (!this.isClosed) {
      action();
    }
  }

  claimStreams(json) {
    for (const [, digits] of json.matchAll(/"__dotNetStream":(\d+)/g)) {
      const id = Number(digits);
      let begun = false;
      const stream = new ReadableStream({
        start: (controller) => void this.downloads.set(id, controller),
        pull: () => this.interop[begun ? 'grant' : ((begun = true), 'claim')](this.circuit, id, 1),
        cancel: () => (this.downloads.delete(id), this.interop.stop(this.circuit, id)),
      });
      this.dispatcher.supplyDotNetStream(id, stream);
    }
  }

  async upload(streamId, objectId, chunkBytes, window) {
    // The package revives the reference; `Object` returns the object as it is.
    const source = this.dispatcher.processJSCall(0, 'Object', 1, `[{"__jsObjectId":${objectId}}]`);
    const blob = new Blob([source]);
    let [credit, wake] = [window, () => {}];
    this.uploads.set(streamId, (chunks) => ((credit += chunks), wake()));
    for (let sequence = 0; sequence * chunkBytes < blob.size; sequence++, credit--) {
      while (credit === 0) {
        await new Promise((resolve) => (wake = resolve));
      }
      const chunk = await blob.slice(sequence * chunkBytes, (sequence + 1) * chunkBytes).arrayBuffer();
      if (credit < 0) {
        break; // Rust has said that it wants no more.
      }
      this.interop.chunk(this.circuit, streamId, sequence, ...this.write(new Uint8Array(chunk)));
    }
    this.uploads.delete(streamId);
  }
}
