// The WebAssembly module apps/phone: its memory and its calls. Everything that is secret stays in there, but for
// what passes by on its way to and from WebCrypto.
import { pack, unpack } from "./flate.ts";
import { DeviceError } from "./types.ts";
import { encodeInto, Reader, type Field } from "./wire.ts";

type MessageCall = (message: number) => number;

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  allocate(size: number): number;
  release(buffer: number): void;
  drop(handle: number): void;
  pin_new(): number;
  pin_press(pin: number, digit: number): number;
  pin_erase(pin: number): number;
  pin_clear(pin: number): void;
  pin_drop(pin: number): void;
  pin_same(a: number, b: number): number;
}

// What a running operation asks for. `data` lies in the module's memory until `release`, which wipes it.
export interface Asked {
  kind: "hmac" | "sign" | "store" | "send";
  handle: number;
  data: Uint8Array;
  release(): void;
}

// An operation's next step: something asked, or what was read of its result.
export type Step<T> = Asked | { kind: "done"; value: T };

// getrandom of WASI. WebCrypto gives 65536 bytes at a time.
function randomGet(memory: () => WebAssembly.Memory, address: number, size: number): number {
  const bytes = new Uint8Array(memory().buffer, address, size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return 0;
}

// What the module has done by its host: Flate. Each takes bytes in its memory and answers with a buffer of its
// own, 0 if that is not possible.
function flateImports(exports: () => Exports): Record<string, (...args: number[]) => number> {
  const input = (address: number, size: number) => new Uint8Array(exports().memory.buffer, address, size);
  const output = (bytes: Uint8Array | undefined): number => {
    if (bytes === undefined) return 0;
    const buffer = exports().allocate(bytes.length);
    new Uint8Array(exports().memory.buffer, buffer + 4, bytes.length).set(bytes);
    return buffer;
  };
  return {
    unpack: (address, size, limit) =>
      output(unpack(input(address as number, size as number), (limit as number) >>> 0)),
    pack: (address, size) => output(pack(input(address as number, size as number))),
  };
}

export class Core {
  // The module's names are functions of the one form but for those in Exports.
  private constructor(private readonly exports: Exports & Record<string, unknown>) {}

  static async load(module: WebAssembly.Module): Promise<Core> {
    const core: { exports?: Exports } = {};
    const exported = () => core.exports as Exports;
    const instance = await WebAssembly.instantiate(module, {
      wasi_snapshot_preview1: {
        random_get: (address: number, size: number) => randomGet(() => exported().memory, address, size),
      },
      palmkey: flateImports(exported),
    });
    const exports = instance.exports as unknown as Exports & Record<string, unknown>;
    core.exports = exports;
    exports._initialize();
    return new Core(exports);
  }

  get pins(): Exports {
    return this.exports;
  }

  // Calls a function that ends at once. DeviceError if it refuses.
  call<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): T {
    const step = this.#step(name, fields, read);
    if (step.kind !== "done") throw new TypeError(`${name} is an operation`);
    return step.value;
  }

  // Begins an operation; its fields begin with the time now. DeviceError if it fails.
  begin<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): Step<T> {
    return this.#step(name, [Math.floor(Date.now() / 1000), ...fields], read);
  }

  // The same, with what was asked: bytes, or a code.
  resume<T>(handle: number, answer: Uint8Array | { code: string }, read: (reader: Reader) => T): Step<T> {
    const fields = answer instanceof Uint8Array ? [handle, true, answer] : [handle, false, answer.code];
    return this.#step("resume", fields, read);
  }

  // Gives an operation up, wiped.
  drop(handle: number): void {
    this.exports.drop(handle);
  }

  #bytes(buffer: number): Uint8Array {
    const size = new DataView(this.exports.memory.buffer).getUint32(buffer, true);
    return new Uint8Array(this.exports.memory.buffer, buffer + 4, size);
  }

  #step<T>(name: string, fields: readonly Field[], read: (reader: Reader) => T): Step<T> {
    const call = this.exports[name];
    // A module of another version than this host, for example one that was left in a cache.
    if (typeof call !== "function") throw new DeviceError({ code: "unsupported", waitSeconds: 0 });
    let message = 0;
    encodeInto(fields, (size) => this.#bytes((message = this.exports.allocate(size))));
    const answer = (call as MessageCall)(message);
    const release = () => this.exports.release(answer);
    const reader = new Reader(this.#bytes(answer));
    const kind = reader.text();
    if (kind === "hmac" || kind === "sign" || kind === "store" || kind === "send")
      return { kind, handle: reader.number(), data: reader.view(), release };
    try {
      if (kind === "done") return { kind, value: read(reader.list()) };
      const code = reader.text();
      const isTriesKnown = reader.flag();
      const triesLeft = reader.number();
      throw new DeviceError({ code, ...(isTriesKnown && { triesLeft }), waitSeconds: reader.number() });
    } finally {
      release();
    }
  }
}
