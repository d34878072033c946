// What screens and the device's worker tell each other. All of it can be posted.

export interface CertificateInfo {
  purpose: "signing" | "encryption";
  serial: string; // hexadecimal
  subject: string; // RFC 4514
  name: string; // the common name
  issuer: string; // RFC 4514
  notBefore: number; // Unix seconds, both inclusive
  notAfter: number;
  der: Uint8Array;
}

export interface KeyInfo {
  id: string; // hexadecimal
  label: string; // an order's number, or "operator"
  holder: string; // operators: identifier, space, name
  publicKey: string; // hexadecimal
  pending: boolean; // an operation was cut off; the next one settles it by itself
  pendingPinChange: boolean; // ... but this one: settle() with both PINs
  pendingUnlock: boolean; // ... and this one: settle() with the new PIN
  certificates: CertificateInfo[]; // none before installation
}

export interface DeviceState {
  configured: boolean;
  platformName: string;
  baseUrl: string;
  keys: KeyInfo[];
  incoming: IncomingTransfer[]; // the newest last
}

// A change of phone that this phone has offered itself for and whose key it has not received.
export interface IncomingTransfer {
  id: string; // hexadecimal
  expiresAt: number; // Unix seconds; 0 if the platform's answer was lost
}

export interface TransferOffer {
  id: string;
  link: string; // for the old phone to scan
}

export interface Link {
  kind: "configure" | "entry" | "sign_in" | "officer" | "console" | "document" | "drill" | "transfer";
  origin: string;
  values: Record<string, string>;
}

export interface StatusInfo {
  state: "active" | "locked" | "suspended" | "frozen" | "held" | "retired" | "closed";
  triesLeft: number;
  waitSeconds: number;
}

export interface HistoryEntry {
  number: number;
  time: number; // Unix seconds
  operation: "request" | "document" | "seal" | "text"; // what kind of thing was signed
  summary: string; // one line
  digest: string; // hexadecimal r of the signature: tells which one it was
}

export interface GenerateOptions {
  label: string;
  activation?: string | undefined; // an operator's one-time code
  dates?: string[] | undefined; // YYYYMMDD, not to be used as PIN
}

export interface GeneratedKey {
  keyId: string;
  holder: string;
}

export interface IntentSummary {
  lines: [string, string][]; // stable names and values of all that is signed
  oneLine: string;
  type: string; // of a text intent: "approve", "login", ...; else "cms"
}

// What an officer decides about, as the front gives it: `approval` is the order's `approval` object.
export interface OrderToDecide {
  applicationText: string;
  applicationDigest: string;
  approval: Record<string, string>;
}

export interface Decision {
  approve: boolean;
  step: string; // "acceptance" or "review"
  operator: string;
  fields?: string[] | undefined; // of a rejection: what must be corrected
  reason?: string | undefined;
  order: string;
  time: number; // Unix seconds
}

// What an administrator's device makes for a new operator: the code stays between people, its digest is signed.
export interface Activation {
  code: string;
  digest: string; // hexadecimal
  link: string; // makes a browser the operator's device, once
}

// A new site's secret and what stands for it in a `register-site` intent.
export interface ClientSecret {
  secret: string;
  digest: string; // SHA-256, hexadecimal
}

export type IntentKind = "text" | "cms";

// An error as it is posted.
export interface Failure {
  code: string;
  triesLeft?: number;
  waitSeconds: number;
}

// `code` is one of core's stable codes (wrong_pin, key_locked, pin_wait, key_suspended, pin_refused,
// operation_pending, pins_needed, transport_failed, ...), or of this host: `link_malformed`,
// `link_of_another_platform`, `not_configured`, `device_unavailable` (no WebAssembly, no storage).
export class DeviceError extends Error {
  readonly code: string;
  readonly triesLeft?: number;
  readonly waitSeconds: number;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = "DeviceError";
    this.code = failure.code;
    if (failure.triesLeft !== undefined) this.triesLeft = failure.triesLeft;
    this.waitSeconds = failure.waitSeconds;
  }
}
