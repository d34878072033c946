// PDF files in the worker. The device's own instance sees the digest alone.
import { openFileInstance } from "./file_instance.ts";
import type { PdfInfo, PdfReport, PdfSignatureReport, PdfSignRequest } from "./pdf_types.ts";
import type { Reader } from "./wire.ts";

function readInfo(reader: Reader): PdfInfo {
  const signatures = reader.number();
  const reason = reader.text();
  const pages = reader.all(() => ({ width: reader.number(), height: reader.number() }));
  return { pages, signatures, signable: reason === "", ...(reason !== "" && { reason }) };
}

function readReport(reader: Reader): PdfSignatureReport {
  const name = reader.text();
  const subject = reader.text();
  const issuer = reader.text();
  const serial = reader.text();
  const isTimeKnown = reader.flag();
  const time = reader.number();
  return {
    ...{ name, subject, issuer, serial, time: isTimeKnown ? time : null },
    reason: reader.text(),
    location: reader.text(),
    intact: reader.flag(),
    signatureValid: reader.flag(),
    trusted: reader.text() as PdfSignatureReport["trusted"],
    certificateInTime: reader.flag(),
    revocation: reader.text() as PdfSignatureReport["revocation"],
    coversWholeDocument: reader.flag(),
    changesAfter: reader.text() as PdfSignatureReport["changesAfter"],
    problems: reader.list().all((problem) => problem.text()),
  };
}

export interface TrustAnchors {
  roots: Uint8Array[]; // digests
  certificates: Uint8Array[];
}

export function readTrustAnchors(reader: Reader): TrustAnchors {
  const blobs = () => reader.list().all((item) => item.bytes());
  return { roots: blobs(), certificates: blobs() };
}

export class PdfFiles {
  constructor(private readonly module: () => Promise<WebAssembly.Module>) {}

  async open(pdf: Uint8Array): Promise<PdfInfo> {
    return (await openFileInstance(this.module)).call("pdf_open", [pdf], readInfo);
  }

  // `signDigest` makes a CMS signature over the digest of the file.
  async sign(
    request: PdfSignRequest,
    signDigest: (digest: Uint8Array) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const { picture } = request;
    const file = await openFileInstance(this.module);
    const digest = file.call(
      "pdf_prepare",
      [
        request.pdf,
        request.page,
        ...request.rect,
        ...(picture ? [picture.width, picture.height, picture.rgba] : [0, 0, new Uint8Array()]),
        ...[request.lines, request.name, request.reason, request.location, Math.floor(request.time)],
      ],
      (reader) => reader.bytes(),
    );
    return file.call("pdf_finish", [await signDigest(digest)], (reader) => reader.bytes());
  }

  async verify(pdf: Uint8Array, trust: TrustAnchors, crl: Uint8Array | undefined): Promise<PdfReport> {
    const now = Math.floor(Date.now() / 1000);
    const fields = [pdf, now, trust.roots, trust.certificates, crl === undefined ? [] : [crl]];
    const signatures = (await openFileInstance(this.module)).call("pdf_verify", fields, (reader) =>
      reader.all(() => readReport(reader.list())),
    );
    return { signatures };
  }
}
