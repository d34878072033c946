// Encrypted files in the worker, which reads them piece by piece. The device's own instance sees what its key opens alone:
// the key of a message's content, or a ciphertext that names nobody.
import { type FileInstance, openFileInstance } from "./file_instance.ts";
import { type CertificateInfo, DeviceError } from "./types.ts";

// Opens with the encryption key of this certificate, or with any where it is not known. The caller wipes what it yields.
type OpenWith = (serial: string, ciphertext: Uint8Array) => Promise<Uint8Array>;

interface Read {
  file: FileInstance;
  recipient?: CertificateInfo; // none is named
  ciphertext: Uint8Array;
  begin: number; // of the encrypted content, bytes
  end: number;
}

const headSize = 1 << 20; // core::message_head_size
const pieceSize = 1 << 20; // of whole blocks

async function bytesOf(part: Blob): Promise<Uint8Array> {
  const read = await part.arrayBuffer().catch(() => {
    throw new DeviceError({ code: "file_unreadable", waitSeconds: 0 });
  });
  return new Uint8Array(read);
}

export class EncryptedFiles {
  constructor(private readonly module: () => Promise<WebAssembly.Module>) {}

  // Serial number of the certificate that the file is for; empty if it names none. `not_the_recipient`.
  async open(content: Blob, certificates: readonly CertificateInfo[]): Promise<string> {
    return (await this.#read(content, certificates)).recipient?.serial ?? "";
  }

  // `told`: how much of a message is done, from 0 - the key has opened it - to 1.
  async decrypt(
    content: Blob,
    certificates: readonly CertificateInfo[],
    open: OpenWith,
    told: (done: number) => void = () => undefined,
  ): Promise<Blob> {
    const read = await this.#read(content, certificates);
    const { file, recipient, ciphertext } = read;
    const key = await open(recipient?.serial ?? "", ciphertext);
    try {
      if (!recipient) return new Blob([key as BlobPart]);
      file.call("message_key", [key], () => undefined);
    } finally {
      key.fill(0);
    }
    return this.#content(content, read, told);
  }

  // The browser keeps what a Blob holds outside of the worker's memory, large ones on disk.
  async #content(content: Blob, { file, begin, end }: Read, told: (done: number) => void): Promise<Blob> {
    const open = (piece: Uint8Array): Blob => {
      const plain = file.call("message_content", [piece], (reader) => reader.bytes());
      const kept = new Blob([plain as BlobPart]);
      plain.fill(0);
      return kept;
    };
    const opened: Blob[] = [];
    told(0);
    for (let at = begin; at < end; at += pieceSize) {
      opened.push(open(await bytesOf(content.slice(at, Math.min(end, at + pieceSize)))));
      told(Math.min(1, (at + pieceSize - begin) / (end - begin)));
    }
    opened.push(open(new Uint8Array()));
    return new Blob(opened);
  }

  async #read(content: Blob, certificates: readonly CertificateInfo[]): Promise<Read> {
    const file = await openFileInstance(this.module);
    const head = await bytesOf(content.slice(0, headSize));
    const fields = [head, content.size, certificates.map(({ der }) => der)];
    return file.call("message_open", fields, (reader) => {
      const isNamed = reader.flag();
      const recipient = certificates[reader.number()];
      return {
        file,
        ...(isNamed && recipient && { recipient }),
        ciphertext: reader.bytes(),
        begin: reader.number(),
        end: reader.number(),
      };
    });
  }
}
