// Which of the phone's keys can be used now, and for what.
import type { CertificateInfo, DeviceState, KeyInfo } from "@palmkey/shared/device";

// Whether this phone is (also) an officer's device.
export function isOfficers(state: DeviceState | null): boolean {
  return state?.keys.some((key) => key.holder !== "") ?? false;
}

export type Validity = "valid" | "not_yet" | "expired";

export function validity(certificate: CertificateInfo, now = Date.now() / 1000): Validity {
  if (now < certificate.notBefore) return "not_yet";
  return now > certificate.notAfter ? "expired" : "valid";
}

// Days until it ends, where that is soon enough to be told; the front reminds from the same day on.
export function endsSoon(certificate: CertificateInfo, now = Date.now() / 1000): number | undefined {
  const days = Math.ceil((certificate.notAfter - now) / 86400);
  return days > 0 && days <= 60 ? days : undefined;
}

export function signingCertificate(key: KeyInfo): CertificateInfo | undefined {
  return key.certificates.find((certificate) => certificate.purpose === "signing");
}

export interface UsableKey {
  key: KeyInfo;
  certificate: CertificateInfo;
}

function certifiedKeys(keys: readonly KeyInfo[]): UsableKey[] {
  return keys
    .flatMap((key) => {
      const certificate = signingCertificate(key);
      return certificate ? [{ key, certificate }] : [];
    })
    .sort((a, b) => b.certificate.notAfter - a.certificate.notAfter);
}

// The keys that can sign today, the one whose certificate lasts longest first.
export function usableKeys(keys: readonly KeyInfo[]): UsableKey[] {
  return certifiedKeys(keys).filter(({ certificate }) => validity(certificate) === "valid");
}

// Those that can move to another phone, also with a certificate that has ended: they still open what was encrypted for
// it. An officer's key stays where it is.
export function movableKeys(keys: readonly KeyInfo[]): UsableKey[] {
  return certifiedKeys(keys).filter(({ key }) => key.holder === "");
}
