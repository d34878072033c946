// The device for screens: keys, PINs and signatures, all of which live in a worker and in WebAssembly. This is
// only the way there.
import { Caller, type Port } from "./device/channel.ts";
import type { PdfInfo, PdfReport, PdfSignRequest } from "./device/pdf_types.ts";
import type { DeviceService, PinId } from "./device/service_types.ts";
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
} from "./device/types.ts";

export * from "./device/pdf_types.ts";
export * from "./device/types.ts";

// A PIN of six digits being typed. Each digit goes straight into WebAssembly memory; a whole PIN never exists
// in JavaScript. Dispose of it when the screen closes: that wipes it.
export interface PinEntry {
  readonly length: number;
  press(digit: number): Promise<void>; // a seventh changes nothing
  erase(): Promise<void>; // the last digit
  clear(): Promise<void>;
  dispose(): Promise<void>;
}

type Call = <Method extends keyof DeviceService>(
  method: Method,
  ...args: Parameters<DeviceService[Method]>
) => ReturnType<DeviceService[Method]>;

class RemotePin implements PinEntry {
  #length = 0;

  constructor(
    readonly id: PinId,
    private readonly call: Call,
  ) {}

  get length(): number {
    return this.#length;
  }
  async press(digit: number): Promise<void> {
    this.#length = await this.call("pressDigit", this.id, digit);
  }
  async erase(): Promise<void> {
    this.#length = await this.call("eraseDigit", this.id);
  }
  async clear(): Promise<void> {
    await this.call("clearPin", this.id);
    this.#length = 0;
  }
  async dispose(): Promise<void> {
    await this.call("dropPin", this.id);
    this.#length = 0;
  }
}

function idOf(pin: PinEntry): PinId {
  if (!(pin instanceof RemotePin)) throw new TypeError("not a PIN of this device");
  return pin.id;
}

function bytesOf(intent: Uint8Array | string): Uint8Array {
  return typeof intent === "string" ? new TextEncoder().encode(intent) : intent;
}

// Without the proxies that a framework may have put around it: those can't be posted.
function plain(request: PdfSignRequest): PdfSignRequest {
  const { picture } = request;
  return {
    ...request,
    rect: [...request.rect],
    lines: [...request.lines],
    picture: picture && { ...picture },
  };
}

export class Device {
  readonly #call: Call;
  readonly #tellingCall: Caller["call"];
  readonly #listeners = new Set<(state: DeviceState) => void>();

  // Opens the device of this name on this origin; made at first use. All tabs share it. DeviceError
  // `device_unavailable`: no WebAssembly, or no place to store anything (some private windows).
  static open(name: string): Promise<Device> {
    const worker = new Worker(new URL("./device_worker.ts", import.meta.url), {
      type: "module",
      name: `palmkey-${name}`,
    });
    return Device.connect(worker, name);
  }

  // The same over any port at whose other end a device's host serves.
  static async connect(port: Port & { onerror?: unknown }, name: string): Promise<Device> {
    const device = new Device(port);
    await device.#call("open", name);
    return device;
  }

  private constructor(port: Port & { onerror?: unknown }) {
    const caller = new Caller(port, (state) => {
      for (const listener of this.#listeners) listener(state);
    });
    if ("onerror" in port) port.onerror = () => caller.fail();
    this.#tellingCall = caller.call.bind(caller);
    this.#call = ((method: string, ...args: unknown[]) => caller.call(method, args)) as Call;
  }

  state(): Promise<DeviceState> {
    return this.#call("state");
  }

  // Calls back after every change, also by another tab. Returns what ends that.
  onChange(callback: (state: DeviceState) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  // DeviceError `link_malformed` for what is none of this platform's links.
  parseLink(text: string): Promise<Link> {
    return this.#call("parseLink", text);
  }

  // The first QR code: fetches the platform's descriptor, checks it against the code and pins it. With the
  // same code again: nothing. `not_pinned`, `link_of_another_platform`, `transport_failed`.
  async configure(link: string): Promise<void> {
    await this.#call("configure", link);
    // The browser may clear an origin's storage when it runs short of space, unless it is asked not to.
    await globalThis.navigator?.storage?.persist?.().catch(() => false);
  }

  async newPin(): Promise<PinEntry> {
    return new RemotePin(await this.#call("newPin"), this.#call);
  }

  samePin(a: PinEntry, b: PinEntry): Promise<boolean> {
    return this.#call("samePin", idOf(a), idOf(b));
  }

  // `dates`: YYYYMMDD, for example the birth date. DeviceError `pin_refused`.
  checkNewPin(pin: PinEntry, dates: string[]): Promise<void> {
    return this.#call("checkNewPin", idOf(pin), [...dates]);
  }

  generate(options: GenerateOptions, pin: PinEntry): Promise<GeneratedKey> {
    const { label, activation, dates } = options;
    return this.#call("generate", { label, activation, dates: [...(dates ?? [])] }, idOf(pin));
  }

  // Yields the DER of a PKCS#10 request.
  requestCertificate(keyId: string, pin: PinEntry, subjectDer: Uint8Array): Promise<Uint8Array> {
    return this.#call("requestCertificate", keyId, idOf(pin), subjectDer);
  }

  // What would be signed, in words. `intent_refused` for what may not be signed.
  summarise(keyId: string, kind: IntentKind, intent: Uint8Array | string): Promise<IntentSummary> {
    return this.#call("summarise", keyId, kind, bytesOf(intent));
  }

  // The text of an intent with exactly the fields of its type; `time` as 2026-03-01T08:00:00Z. If `time` is left
  // out it is now.
  makeIntent(type: string, fields: Record<string, string>): Promise<string> {
    return this.#call("makeIntent", type, { ...fields });
  }

  // For an administrator's `appoint`: a one-time code of this platform. DeviceError `wrong_state` before the
  // platform is pinned.
  makeActivation(): Promise<Activation> {
    return this.#call("makeActivation");
  }

  // For an administrator's `register-site`.
  makeClientSecret(): Promise<ClientSecret> {
    return this.#call("makeClientSecret");
  }

  // SM3, hexadecimal: whether a scan is the one that an application's text names.
  digestOf(content: Uint8Array): Promise<string> {
    return this.#call("digestOf", content);
  }

  // The text of an officer's decision. An approval must say what the application says: `approval_differs`;
  // `application_digest_differs` if the digest is not that of the text.
  composeDecision(order: OrderToDecide, decision: Decision): Promise<string> {
    return this.#call(
      "composeDecision",
      { ...order, approval: { ...order.approval } },
      { ...decision, fields: [...(decision.fields ?? [])] },
    );
  }

  // Yields the DER of an SM2 signature, verified. `wrong_pin` with triesLeft, key_locked, pin_wait with
  // waitSeconds, key_suspended, key_frozen.
  sign(keyId: string, pin: PinEntry, kind: IntentKind, intent: Uint8Array | string): Promise<Uint8Array> {
    return this.#call("sign", keyId, idOf(pin), kind, bytesOf(intent));
  }

  // Fetches and checks the certificates. They are in state() then.
  install(keyId: string, pin: PinEntry): Promise<void> {
    return this.#call("install", keyId, idOf(pin));
  }

  changePin(keyId: string, oldPin: PinEntry, newPin: PinEntry, dates: string[]): Promise<void> {
    return this.#call("changePin", keyId, idOf(oldPin), idOf(newPin), [...dates]);
  }

  // Settles an operation whose answer was lost. `pins_needed` for a change of PIN: then with both PINs, and for
  // an unlocking: then with the new one. `wrong_pin` means the new one, `wrong_old_pin` the old one.
  settle(keyId: string, pins?: { oldPin?: PinEntry; newPin: PinEntry }): Promise<void> {
    if (pins === undefined) return this.#call("settle", keyId);
    if (pins.oldPin === undefined) return this.#call("settle", keyId, idOf(pins.newPin));
    return this.#call("settle", keyId, idOf(pins.oldPin), idOf(pins.newPin));
  }

  // A new PIN for a locked key, once its order is approved: `unlock_not_approved` before.
  unlock(keyId: string, newPin: PinEntry, dates: string[]): Promise<void> {
    return this.#call("unlock", keyId, idOf(newPin), [...dates]);
  }

  // Change of phone, on the new one: the link for the old phone. The PIN will be the key's.
  offerTransfer(newPin: PinEntry, dates: string[]): Promise<TransferOffer> {
    return this.#call("offerTransfer", idOf(newPin), [...dates]);
  }

  // On the old one, with the value `o` of the link. The key is not in state() any more then.
  transfer(keyId: string, pin: PinEntry, ticket: string): Promise<void> {
    return this.#call("transfer", keyId, idOf(pin), ticket);
  }

  // On the new one: `not_found` while the old phone has not handed the key over, `stale` once it can no more.
  receiveTransfer(transferId: string, pin: PinEntry): Promise<GeneratedKey> {
    return this.#call("receiveTransfer", transferId, idOf(pin));
  }

  status(keyId: string): Promise<StatusInfo> {
    return this.#call("status", keyId);
  }

  // The newest first; `before`: entries with a smaller number. The vault gives 100 at most.
  history(keyId: string, before = 0, limit = 50): Promise<HistoryEntry[]> {
    return this.#call("history", keyId, before, limit);
  }

  // Takes the key out of use at once, without a PIN.
  freeze(keyId: string): Promise<void> {
    return this.#call("freeze", keyId);
  }

  unfreeze(keyId: string, pin: PinEntry): Promise<void> {
    return this.#call("unfreeze", keyId, idOf(pin));
  }

  // What was encrypted for the holder: a message (EnvelopedData) or an SM2 ciphertext. The serial number of the key's
  // certificate that a message names, empty for a ciphertext, which names none. `not_the_recipient`,
  // `message_malformed`, `message_unsupported`.
  openMessage(keyId: string, file: Blob): Promise<string> {
    return this.#call("openMessage", keyId, file);
  }

  // Its content, which is read and opened piece by piece: a message may have up to 4 GB. A ciphertext is tried with the
  // newest of the key's encryption keys first: `decryption_failed`. `told`: how much of a message
  // is done, from 0, when the PIN has opened it, to 1.
  decryptMessage(keyId: string, pin: PinEntry, file: Blob, told?: (done: number) => void): Promise<Blob> {
    return this.#tellingCall(
      "decryptMessage",
      [keyId, idOf(pin), file],
      told ?? (() => undefined),
    ) as Promise<Blob>;
  }

  // Whether what is encrypted to this encryption certificate opens: `decryption_failed` if not.
  drill(keyId: string, pin: PinEntry, serial: string): Promise<void> {
    return this.#call("drill", keyId, idOf(pin), serial);
  }

  // What a site's drill is answered with: the SM3, hexadecimal, of the message's content, which never leaves the device.
  // `decryption_failed`; `malformed` for a message that is no drill.
  answerDrill(keyId: string, pin: PinEntry, serial: string, message: Uint8Array): Promise<string> {
    return this.#call("answerDrill", keyId, idOf(pin), serial, message);
  }

  // Clears all that this device keeps: keys, PINs, certificates, the platform. Asks nothing.
  forget(): Promise<void> {
    return this.#call("forget");
  }

  readonly pdf = {
    open: (bytes: Uint8Array): Promise<PdfInfo> => this.#call("pdfOpen", bytes),
    sign: (keyId: string, pin: PinEntry, request: PdfSignRequest): Promise<Uint8Array> =>
      this.#call("pdfSign", keyId, idOf(pin), plain(request)),
    // `crl`: DER of the issuing authority's revocation list; without it revocation is "unknown".
    verify: (bytes: Uint8Array, crl?: Uint8Array): Promise<PdfReport> => this.#call("pdfVerify", bytes, crl),
  };
}
