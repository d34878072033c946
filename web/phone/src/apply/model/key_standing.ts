// Where the key of an order is, seen from this phone.
import type { KeyInfo } from "@palmkey/shared/device";

import type { Order } from "../types";

export type KeyStanding =
  | { where: "nowhere" } // no key yet: one is to be made
  | { where: "unsent"; key: KeyInfo } // made here, but the front has no request of it
  | { where: "here"; key: KeyInfo }
  | { where: "elsewhere"; key?: KeyInfo }; // on another phone; `key`: one of this phone that could replace it

export function keyStanding(order: Pick<Order, "number" | "public_key">, keys: KeyInfo[]): KeyStanding {
  const own = keys.filter((key) => key.label === order.number);
  const match = own.find((key) => key.publicKey !== "" && key.publicKey === order.public_key);
  if (match) return { where: "here", key: match };
  const newest = own.at(-1);
  if (order.public_key !== "") return { where: "elsewhere", ...(newest && { key: newest }) };
  return newest ? { where: "unsent", key: newest } : { where: "nowhere" };
}

// The birth date as YYYYMMDD, which may not be the PIN.
export function forbiddenDates(order: Pick<Order, "application">): string[] {
  const digits = order.application.applicant.birth.replace(/\D/g, "");
  return digits.length === 8 ? [digits] : [];
}
