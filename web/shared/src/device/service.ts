// The device's methods in the worker: each is one call or one operation of the core.
import { Host, unavailable, type Surroundings } from "./host.ts";
import { makeClientSecret } from "./client_secret.ts";
import {
  readActivation,
  readGeneratedKey,
  readHistory,
  readLink,
  readStatus,
  readSummary,
  readTransferOffer,
} from "./results.ts";
import { EncryptedFiles } from "./message_service.ts";
import { PdfFiles, readTrustAnchors } from "./pdf_service.ts";
import type { PdfInfo, PdfReport, PdfSignRequest } from "./pdf_types.ts";
import type { DeviceService, PinId } from "./service_types.ts";
import type {
  Activation,
  CertificateInfo,
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
import { fromHex, type Field, type Reader } from "./wire.ts";

const nothing = (): void => undefined;
const text = (reader: Reader): string => reader.text();
const bytes = (reader: Reader): Uint8Array => reader.bytes();

function pairs(fields: Record<string, string>): Field[] {
  return Object.entries(fields).flat();
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

export class HostService implements DeviceService {
  #opened: Host | undefined;
  readonly #pdfFiles: PdfFiles;
  readonly #encryptedFiles: EncryptedFiles;

  constructor(
    private readonly around: Surroundings,
    private readonly onChanged: (state: DeviceState) => void,
  ) {
    this.#pdfFiles = new PdfFiles(() => around.filesModule());
    this.#encryptedFiles = new EncryptedFiles(() => around.filesModule());
  }

  get #host(): Host {
    if (this.#opened === undefined) throw unavailable();
    return this.#opened;
  }

  async open(name: string): Promise<DeviceState> {
    this.#opened ??= await Host.open(name, this.around, this.onChanged);
    return this.#opened.state;
  }
  async state(): Promise<DeviceState> {
    return this.#host.state;
  }
  async parseLink(link: string): Promise<Link> {
    return this.#host.core.call("parse_link", [link], readLink);
  }
  configure(link: string): Promise<void> {
    return this.#host.configure(link);
  }

  async newPin(): Promise<PinId> {
    return this.#host.core.pins.pin_new();
  }
  async pressDigit(pin: PinId, digit: number): Promise<number> {
    return this.#host.core.pins.pin_press(pin, digit);
  }
  async eraseDigit(pin: PinId): Promise<number> {
    return this.#host.core.pins.pin_erase(pin);
  }
  async clearPin(pin: PinId): Promise<void> {
    this.#host.core.pins.pin_clear(pin);
  }
  async dropPin(pin: PinId): Promise<void> {
    this.#host.core.pins.pin_drop(pin);
  }
  async samePin(a: PinId, b: PinId): Promise<boolean> {
    return this.#host.core.pins.pin_same(a, b) === 1;
  }
  async checkNewPin(pin: PinId, dates: string[]): Promise<void> {
    this.#host.core.call("check_new_pin", [pin, dates], nothing);
  }

  generate(options: GenerateOptions, pin: PinId): Promise<GeneratedKey> {
    const { label, activation = "", dates = [] } = options;
    return this.#host.operate("generate", [label, activation, dates, pin], readGeneratedKey);
  }
  requestCertificate(keyId: string, pin: PinId, subjectDer: Uint8Array): Promise<Uint8Array> {
    return this.#host.operate("request_certificate", [fromHex(keyId), pin, subjectDer], bytes);
  }
  async summarise(keyId: string, kind: IntentKind, intent: Uint8Array): Promise<IntentSummary> {
    return this.#host.core.call("summarise", [fromHex(keyId), kind, intent], readSummary);
  }
  async makeIntent(type: string, fields: Record<string, string>): Promise<string> {
    return this.#host.core.call("make_intent", [now(), type, pairs(fields)], text);
  }
  async makeActivation(): Promise<Activation> {
    return this.#host.core.call("make_activation", [], readActivation);
  }
  makeClientSecret(): Promise<ClientSecret> {
    return makeClientSecret();
  }
  async digestOf(content: Uint8Array): Promise<string> {
    return this.#host.core.call("digest_of", [content], text);
  }
  async composeDecision(order: OrderToDecide, decision: Decision): Promise<string> {
    const { approve, step, operator, fields = [], reason = "", time } = decision;
    return this.#host.core.call(
      "compose_decision",
      [
        order.applicationText,
        order.applicationDigest,
        pairs(order.approval),
        ...[approve, step, operator, decision.order, fields, reason, time],
      ],
      text,
    );
  }
  sign(keyId: string, pin: PinId, kind: IntentKind, intent: Uint8Array): Promise<Uint8Array> {
    return this.#host.operate("sign", [fromHex(keyId), pin, kind, intent], bytes);
  }
  install(keyId: string, pin: PinId): Promise<void> {
    return this.#host.operate("install", [fromHex(keyId), pin], nothing);
  }
  changePin(keyId: string, oldPin: PinId, newPin: PinId, dates: string[]): Promise<void> {
    return this.#host.operate("change_pin", [fromHex(keyId), oldPin, newPin, dates], nothing);
  }
  settle(keyId: string, ...pins: PinId[]): Promise<void> {
    return this.#host.operate("settle", [fromHex(keyId), ...pins], nothing);
  }
  unlock(keyId: string, newPin: PinId, dates: string[]): Promise<void> {
    return this.#host.operate("unlock", [fromHex(keyId), newPin, dates], nothing);
  }
  offerTransfer(newPin: PinId, dates: string[]): Promise<TransferOffer> {
    return this.#host.operate("offer_transfer", [newPin, dates], readTransferOffer);
  }
  transfer(keyId: string, pin: PinId, ticket: string): Promise<void> {
    return this.#host.operate("transfer", [fromHex(keyId), pin, ticket], nothing);
  }
  receiveTransfer(transferId: string, pin: PinId): Promise<GeneratedKey> {
    return this.#host.operate("receive_transfer", [fromHex(transferId), pin], readGeneratedKey);
  }
  status(keyId: string): Promise<StatusInfo> {
    return this.#host.operate("status", [fromHex(keyId)], readStatus);
  }
  history(keyId: string, before: number, limit: number): Promise<HistoryEntry[]> {
    return this.#host.operate("history", [fromHex(keyId), before, limit], readHistory);
  }
  freeze(keyId: string): Promise<void> {
    return this.#host.operate("freeze", [fromHex(keyId)], nothing);
  }
  unfreeze(keyId: string, pin: PinId): Promise<void> {
    return this.#host.operate("unfreeze", [fromHex(keyId), pin], nothing);
  }
  async openMessage(keyId: string, file: Blob): Promise<string> {
    return this.#encryptedFiles.open(file, this.#encryptionCertificates(keyId));
  }
  decryptMessage(keyId: string, pin: PinId, file: Blob, told?: (done: number) => void): Promise<Blob> {
    const open = (serial: string, ciphertext: Uint8Array) =>
      this.#host.operate("decrypt", [fromHex(keyId), pin, serial, ciphertext], bytes);
    return this.#encryptedFiles.decrypt(file, this.#encryptionCertificates(keyId), open, told);
  }
  drill(keyId: string, pin: PinId, serial: string): Promise<void> {
    return this.#host.operate("drill", [fromHex(keyId), pin, serial], nothing);
  }
  answerDrill(keyId: string, pin: PinId, serial: string, message: Uint8Array): Promise<string> {
    return this.#host.operate("answer_drill", [fromHex(keyId), pin, serial, message], text);
  }
  forget(): Promise<void> {
    return this.#host.forget();
  }

  pdfOpen(pdf: Uint8Array): Promise<PdfInfo> {
    return this.#pdfFiles.open(pdf);
  }
  pdfSign(keyId: string, pin: PinId, request: PdfSignRequest): Promise<Uint8Array> {
    return this.#pdfFiles.sign(request, (digest) =>
      this.#host.operate("sign_document", [fromHex(keyId), pin, digest], bytes),
    );
  }
  async pdfVerify(pdf: Uint8Array, crl?: Uint8Array): Promise<PdfReport> {
    const trust = this.#host.core.call("trust_anchors", [], readTrustAnchors);
    return this.#pdfFiles.verify(pdf, trust, crl);
  }

  #encryptionCertificates(keyId: string): CertificateInfo[] {
    const key = this.#host.state.keys.find(({ id }) => id === keyId);
    return key?.certificates.filter(({ purpose }) => purpose === "encryption") ?? [];
  }
}
