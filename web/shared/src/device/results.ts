// What the core's calls yield, as screens want it. The order of the fields is that of apps/phone.
import type {
  Activation,
  CertificateInfo,
  DeviceState,
  GeneratedKey,
  HistoryEntry,
  IncomingTransfer,
  IntentSummary,
  KeyInfo,
  Link,
  StatusInfo,
  TransferOffer,
} from "./types.ts";
import type { Reader } from "./wire.ts";

function readPairs(list: Reader): [string, string][] {
  return list.all((reader) => [reader.text(), reader.text()]);
}

function readCertificate(certificate: Reader): CertificateInfo {
  return {
    purpose: certificate.text() as CertificateInfo["purpose"],
    serial: certificate.text(),
    subject: certificate.text(),
    name: certificate.text(),
    issuer: certificate.text(),
    notBefore: certificate.number(),
    notAfter: certificate.number(),
    der: certificate.bytes(),
  };
}

function readKey(key: Reader): KeyInfo {
  return {
    id: key.hex(),
    label: key.text(),
    holder: key.text(),
    publicKey: key.hex(),
    pending: key.flag(),
    pendingPinChange: key.flag(),
    pendingUnlock: key.flag(),
    certificates: key.list().all((reader) => readCertificate(reader.list())),
  };
}

export function readState(state: Reader): DeviceState {
  return {
    configured: state.flag(),
    platformName: state.text(),
    baseUrl: state.text(),
    keys: state.list().all((reader) => readKey(reader.list())),
    incoming: state.list().all((reader) => readIncoming(reader.list())),
  };
}

function readIncoming(incoming: Reader): IncomingTransfer {
  return { id: incoming.hex(), expiresAt: incoming.number() };
}

export function readTransferOffer(offer: Reader): TransferOffer {
  return { id: offer.hex(), link: offer.text() };
}

export function readLink(link: Reader): Link {
  return {
    kind: link.text() as Link["kind"],
    origin: link.text(),
    values: Object.fromEntries(readPairs(link.list())),
  };
}

export function readActivation(activation: Reader): Activation {
  return { code: activation.text(), digest: activation.text(), link: activation.text() };
}

export function readGeneratedKey(key: Reader): GeneratedKey {
  return { keyId: key.hex(), holder: key.text() };
}

export function readSummary(summary: Reader): IntentSummary {
  const oneLine = summary.text();
  const lines = readPairs(summary.list());
  return { lines, oneLine, type: lines[0]?.[1] ?? "" };
}

export function readStatus(status: Reader): StatusInfo {
  return {
    state: status.text() as StatusInfo["state"],
    triesLeft: status.number(),
    waitSeconds: status.number(),
  };
}

export function readHistory(history: Reader): HistoryEntry[] {
  return history.all((reader) => {
    const entry = reader.list();
    return {
      number: entry.number(),
      time: entry.number(),
      operation: entry.text() as HistoryEntry["operation"],
      summary: entry.text(),
      digest: entry.hex(),
    };
  });
}
