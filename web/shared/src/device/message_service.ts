// Encrypted files in the worker. The device's own instance sees what its key opens alone: the key of a message's
// content, or a ciphertext that names nobody.
import { type FileInstance, openFileInstance } from "./file_instance.ts";
import type { CertificateInfo } from "./types.ts";

// Opens with the encryption key of this certificate, or with any where it is not known. The caller wipes what it yields.
type OpenWith = (serial: string, ciphertext: Uint8Array) => Promise<Uint8Array>;

interface Read {
  file: FileInstance;
  recipient?: CertificateInfo; // none is named
  ciphertext: Uint8Array;
}

export class EncryptedFiles {
  constructor(private readonly module: () => Promise<WebAssembly.Module>) {}

  // Serial number of the certificate that the file is for; empty if it names none. `not_the_recipient`.
  async open(content: Uint8Array, certificates: readonly CertificateInfo[]): Promise<string> {
    return (await this.#read(content, certificates)).recipient?.serial ?? "";
  }

  async decrypt(
    content: Uint8Array,
    certificates: readonly CertificateInfo[],
    open: OpenWith,
  ): Promise<Uint8Array> {
    const { file, recipient, ciphertext } = await this.#read(content, certificates);
    if (!recipient) return open("", ciphertext);
    const key = await open(recipient.serial, ciphertext);
    try {
      return file.call("message_content", [key], (reader) => reader.bytes());
    } finally {
      key.fill(0);
    }
  }

  async #read(content: Uint8Array, certificates: readonly CertificateInfo[]): Promise<Read> {
    const file = await openFileInstance(this.module);
    const fields = [content, certificates.map(({ der }) => der)];
    return file.call("message_open", fields, (reader) => {
      const isNamed = reader.flag();
      const recipient = certificates[reader.number()];
      return { file, ...(isNamed && recipient && { recipient }), ciphertext: reader.bytes() };
    });
  }
}
