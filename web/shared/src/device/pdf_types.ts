// PDF files and their signatures, as screens see them.

export interface PdfInfo {
  pages: { width: number; height: number }[]; // in points
  signatures: number;
  signable: boolean;
  reason?: string; // a stable code, if it is not signable
}

export interface PdfSignRequest {
  pdf: Uint8Array;
  page: number; // from 0
  rect: [number, number, number, number]; // left, bottom, right, top in points, origin bottom left
  picture?: { width: number; height: number; rgba: Uint8Array } | undefined;
  lines: string[]; // the text that is shown if there is no picture
  name: string;
  reason: string;
  location: string;
  time: number; // Unix seconds
}

export interface PdfSignatureReport {
  name: string;
  subject: string;
  issuer: string;
  serial: string;
  time: number | null;
  reason: string;
  location: string;
  intact: boolean;
  signatureValid: boolean;
  trusted: "yes" | "unknown_root" | "invalid";
  certificateInTime: boolean;
  revocation: "good" | "revoked" | "unknown";
  coversWholeDocument: boolean;
  changesAfter: "none" | "signatures_only" | "content";
  problems: string[]; // stable codes
}

export interface PdfReport {
  signatures: PdfSignatureReport[];
}
