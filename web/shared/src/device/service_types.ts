// The worker's methods as the main thread calls them. PIN entries are numbers here: their digits are in
// WebAssembly memory and never come back.
import type { PdfInfo, PdfReport, PdfSignRequest } from "./pdf_types.ts";
import type {
  Activation,
  ClientSecret,
  Decision,
  DeviceState,
  GeneratedKey,
  GenerateOptions,
  HistoryEntry,
  IntentKind,
  IntentSummary,
  Link,
  OrderToDecide,
  StatusInfo,
  TransferOffer,
} from "./types.ts";

export type PinId = number;

export interface KeyService {
  open(name: string): Promise<DeviceState>;
  state(): Promise<DeviceState>;
  parseLink(text: string): Promise<Link>;
  configure(link: string): Promise<void>;
  newPin(): Promise<PinId>;
  pressDigit(pin: PinId, digit: number): Promise<number>; // the length
  eraseDigit(pin: PinId): Promise<number>;
  clearPin(pin: PinId): Promise<void>;
  dropPin(pin: PinId): Promise<void>;
  samePin(a: PinId, b: PinId): Promise<boolean>;
  checkNewPin(pin: PinId, dates: string[]): Promise<void>;
  generate(options: GenerateOptions, pin: PinId): Promise<GeneratedKey>;
  requestCertificate(keyId: string, pin: PinId, subjectDer: Uint8Array): Promise<Uint8Array>;
  summarise(keyId: string, kind: IntentKind, intent: Uint8Array): Promise<IntentSummary>;
  makeIntent(type: string, fields: Record<string, string>): Promise<string>;
  makeActivation(): Promise<Activation>;
  makeClientSecret(): Promise<ClientSecret>;
  digestOf(content: Uint8Array): Promise<string>;
  composeDecision(order: OrderToDecide, decision: Decision): Promise<string>;
  sign(keyId: string, pin: PinId, kind: IntentKind, intent: Uint8Array): Promise<Uint8Array>;
  install(keyId: string, pin: PinId): Promise<void>;
  changePin(keyId: string, oldPin: PinId, newPin: PinId, dates: string[]): Promise<void>;
  settle(keyId: string, ...pins: PinId[]): Promise<void>;
  unlock(keyId: string, newPin: PinId, dates: string[]): Promise<void>;
  offerTransfer(newPin: PinId, dates: string[]): Promise<TransferOffer>;
  transfer(keyId: string, pin: PinId, ticket: string): Promise<void>;
  receiveTransfer(transferId: string, pin: PinId): Promise<GeneratedKey>;
  status(keyId: string): Promise<StatusInfo>;
  history(keyId: string, before: number, limit: number): Promise<HistoryEntry[]>;
  freeze(keyId: string): Promise<void>;
  unfreeze(keyId: string, pin: PinId): Promise<void>;
  openMessage(keyId: string, file: Blob): Promise<string>;
  decryptMessage(keyId: string, pin: PinId, file: Blob, told?: (done: number) => void): Promise<Blob>;
  drill(keyId: string, pin: PinId, serial: string): Promise<void>;
  answerDrill(keyId: string, pin: PinId, serial: string, message: Uint8Array): Promise<string>;
  forget(): Promise<void>;
}

export interface PdfService {
  pdfOpen(bytes: Uint8Array): Promise<PdfInfo>;
  pdfSign(keyId: string, pin: PinId, request: PdfSignRequest): Promise<Uint8Array>;
  pdfVerify(bytes: Uint8Array, crl?: Uint8Array): Promise<PdfReport>;
}

export type DeviceService = KeyService & PdfService;
