// What the screens need of the device, as @palmkey/shared/device offers it.
export interface CertificateInfo {
  purpose: "signing" | "encryption";
  serial: string;
  subject: string;
  name: string;
  issuer: string;
  notBefore: number;
  notAfter: number;
  der: Uint8Array;
}

export interface KeyInfo {
  id: string;
  label: string;
  holder: string;
  publicKey: string;
  pending: boolean;
  pendingPinChange: boolean;
  certificates: CertificateInfo[];
}

export interface DeviceState {
  configured: boolean;
  platformName: string;
  baseUrl: string;
  keys: KeyInfo[];
}

export type LinkKind = "configure" | "entry" | "sign_in" | "officer" | "document" | "transfer";

export interface Link {
  kind: LinkKind;
  origin: string;
  values: Record<string, string>;
}

// A PIN being typed; the digits live in WebAssembly memory only.
export interface PinEntry {
  readonly length: number;
  press(digit: number): Promise<void>;
  erase(): Promise<void>;
  clear(): Promise<void>;
  dispose(): Promise<void>;
}

export interface StatusInfo {
  state: "active" | "locked" | "suspended" | "frozen";
  triesLeft: number;
  waitSeconds: number;
}

export interface HistoryEntry {
  number: number;
  time: number;
  operation: string;
  summary: string;
  digest: string;
}

export interface PdfSignature {
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
  problems: string[];
}

export interface PdfReport {
  signatures: PdfSignature[];
}

export interface PdfRequest {
  pdf: Uint8Array;
  page: number;
  rect: [number, number, number, number];
  picture?: { width: number; height: number; rgba: Uint8Array };
  lines: string[];
  name: string;
  reason: string;
  location: string;
  time: number;
}

export interface Device {
  state(): Promise<DeviceState>;
  onChange(callback: (state: DeviceState) => void): () => void;
  parseLink(text: string): Promise<Link>;
  configure(link: string): Promise<void>;
  newPin(): Promise<PinEntry>;
  samePin(a: PinEntry, b: PinEntry): Promise<boolean>;
  checkNewPin(pin: PinEntry, dates: string[]): Promise<void>;
  generate(
    options: { label: string; activation?: string; dates?: string[] },
    pin: PinEntry,
  ): Promise<{ keyId: string; holder: string }>;
  requestCertificate(keyId: string, pin: PinEntry, subjectDer: Uint8Array): Promise<Uint8Array>;
  summarise(
    keyId: string,
    kind: "text" | "cms",
    intent: Uint8Array | string,
  ): Promise<{ lines: [string, string][]; oneLine: string; type: string }>;
  sign(keyId: string, pin: PinEntry, kind: "text" | "cms", intent: Uint8Array | string): Promise<Uint8Array>;
  install(keyId: string, pin: PinEntry): Promise<void>;
  changePin(keyId: string, oldPin: PinEntry, newPin: PinEntry, dates: string[]): Promise<void>;
  settle(keyId: string, pins?: { oldPin: PinEntry; newPin: PinEntry }): Promise<void>;
  status(keyId: string): Promise<StatusInfo>;
  history(keyId: string, before?: number, limit?: number): Promise<HistoryEntry[]>;
  freeze(keyId: string): Promise<void>;
  unfreeze(keyId: string, pin: PinEntry): Promise<void>;
  forget(): Promise<void>;
  pdf: {
    open(bytes: Uint8Array): Promise<{
      pages: { width: number; height: number }[];
      signatures: number;
      signable: boolean;
      reason?: string;
    }>;
    sign(keyId: string, pin: PinEntry, request: PdfRequest): Promise<Uint8Array>;
    verify(bytes: Uint8Array, crl?: Uint8Array): Promise<PdfReport>;
  };
}

// What goes wrong in the device: `code` is one of the core's stable codes.
export interface DeviceFailure extends Error {
  code: string;
  triesLeft?: number;
  waitSeconds: number;
}

export interface FieldFailure {
  field: string;
  code: string;
  detail: string;
}

// What goes wrong at the front: a problem document, or code `network`.
export interface ApiFailure extends Error {
  code: string;
  status: number;
  detail: string;
  field?: string;
  errors: FieldFailure[];
  choices: { code: string; label: string }[];
}

export interface Api {
  token?: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body: unknown, contentType?: string): Promise<T>;
  delete(path: string): Promise<void>;
  blob(path: string): Promise<Blob>;
  upload<T>(path: string, blob: Blob, onProgress: (fraction: number) => void): Promise<T>;
}
