// Where the key of an order is, seen from this phone.
import type { KeyInfo } from "@palmkey/shared/device";

import type { Order } from "../types";

export type KeyStanding =
  | { where: "nowhere" } // no key yet: one is to be made
  | { where: "unsent"; key: KeyInfo } // made here, but the front has no request of it
  | { where: "goes_on"; key: KeyInfo } // that of the certificate which is renewed or changed, before its request
  | { where: "here"; key: KeyInfo }
  | { where: "elsewhere"; key?: KeyInfo }; // on another phone; `key`: one of this phone that could replace it

// Those whose key stays the same.
const keepingKey = ["renewal", "change", "unlock", "key_recovery"];

type About = Pick<Order, "number" | "public_key" | "business" | "follows">;

export function keyStanding(order: About, keys: KeyInfo[]): KeyStanding {
  const own = keys.filter((key) => key.label === order.number);
  const candidates = keepingKey.includes(order.business) ? keys : own;
  const match = candidates.find((key) => key.publicKey !== "" && key.publicKey === order.public_key);
  if (match) return { where: "here", key: match };
  const goesOn =
    keepingKey.includes(order.business) &&
    keys.find((key) => key.certificates.some(({ serial }) => serial === order.follows));
  if (order.public_key === "" && goesOn) return { where: "goes_on", key: goesOn };
  const newest = own.at(-1);
  if (order.public_key !== "") return { where: "elsewhere", ...(newest && { key: newest }) };
  return newest ? { where: "unsent", key: newest } : { where: "nowhere" };
}

// Whether the key has the certificates of this order, and not only those of an earlier one.
export function hasCertificatesOf(key: KeyInfo, order: Pick<Order, "certificates">): boolean {
  return order.certificates.some(({ serial }) => key.certificates.some((own) => own.serial === serial));
}

// The birth date as YYYYMMDD, which may not be the PIN.
export function forbiddenDates(order: Pick<Order, "application">): string[] {
  const digits = order.application.applicant.birth.replace(/\D/g, "");
  return digits.length === 8 ? [digits] : [];
}
