// Messages between this host and the WebAssembly module, as apps/phone/message.hpp describes them: fields one
// after another, each a length of four bytes, little-endian, and as many bytes.

// Texts are UTF-8, numbers eight bytes of an IEEE double, flags a number 0 or 1, lists messages themselves.
export type Field = string | number | boolean | Uint8Array | readonly Field[];

const lengthSize = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

function bytesOf(field: Field): Uint8Array {
  if (field instanceof Uint8Array) return field;
  if (typeof field === "string") return encoder.encode(field);
  if (typeof field === "object") return encode(field);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, Number(field), true);
  return bytes;
}

// The message, written into memory that `allocate` gives for its size.
export function encodeInto(fields: readonly Field[], allocate: (size: number) => Uint8Array): void {
  const parts = fields.map(bytesOf);
  const message = allocate(parts.reduce((size, part) => size + lengthSize + part.length, 0));
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    message.set(part, at + lengthSize);
    at += lengthSize + part.length;
  }
}

export function encode(fields: readonly Field[]): Uint8Array {
  let message = new Uint8Array();
  encodeInto(fields, (size) => (message = new Uint8Array(size)));
  return message;
}

// Reads a message's fields in order. RangeError if there is no such field.
export class Reader {
  #at = 0;

  constructor(private readonly message: Uint8Array) {}

  // Into the message's own memory.
  view(): Uint8Array {
    const { buffer, byteOffset, length } = this.message;
    const size = new DataView(buffer, byteOffset, length).getUint32(this.#at, true);
    const begin = this.#at + lengthSize;
    if (begin + size > length) throw new RangeError("a field is longer than its message");
    this.#at = begin + size;
    return this.message.subarray(begin, this.#at);
  }

  // A copy.
  bytes(): Uint8Array {
    return this.view().slice();
  }

  text(): string {
    return decoder.decode(this.view());
  }

  number(): number {
    const field = this.view();
    return new DataView(field.buffer, field.byteOffset, field.length).getFloat64(0, true);
  }

  flag(): boolean {
    return this.number() === 1;
  }

  hex(): string {
    return Array.from(this.view(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  list(): Reader {
    return new Reader(this.view());
  }

  get atEnd(): boolean {
    return this.#at >= this.message.length;
  }

  // All fields that are left, each read by `read`.
  all<T>(read: (reader: Reader) => T): T[] {
    const found: T[] = [];
    while (!this.atEnd) found.push(read(this));
    return found;
  }
}

export function fromHex(text: string): Uint8Array {
  const pairs = /^([0-9a-f]{2})*$/i.test(text) ? (text.match(/../g) ?? []) : [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
