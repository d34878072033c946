// Asking for PINs from anywhere: one sheet (PinHost in App.vue) serves all screens, one request at a time.
import { shallowRef } from "vue";

import type { PinEntry } from "@palmkey/shared/device";

export type PinPurpose =
  | "login"
  | "bind"
  | "desk"
  | "sign"
  | "certificate"
  | "install"
  | "recover"
  | "change"
  | "changed"
  | "unfreeze"
  | "revoke"
  | "decrypt"
  | "drill"
  | "transfer"
  | "receive";

export interface PinRequest {
  keyId: string;
  // Decides the sheet's colour and its words, so that a sign-in is never taken for a signature.
  purpose: PinPurpose;
  // What the PIN is for in one line, for example the site's name.
  detail?: string;
}

export interface AskedPin {
  kind: "ask";
  request: PinRequest;
  // Undefined: the PIN is only typed and handed over.
  run: ((pin: PinEntry) => Promise<unknown>) | undefined;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export interface ChosenPin {
  kind: "choose";
  dates: string[];
  resolve: (pin: PinEntry | undefined) => void;
  reject: (error: unknown) => void;
}

export const pinAsked = shallowRef<AskedPin | ChosenPin | null>(null);

// Only one sheet can be open: a second request (a double tap) is answered as if it had been cancelled.
function busy(): boolean {
  return pinAsked.value !== null;
}

// Asks for the PIN of a key and runs `run` with it, again after a wrong PIN. Undefined if the person cancels or the key
// is locked; errors other than of the PIN are thrown. The PIN is wiped afterwards.
export function withPin<T>(
  request: PinRequest,
  run: (pin: PinEntry) => Promise<T>,
): Promise<{ value: T } | undefined> {
  if (busy()) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    pinAsked.value = { kind: "ask", request, run, resolve: resolve as (value: unknown) => void, reject };
  });
}

// Has a PIN typed and hands it over unchecked. Undefined if the person cancels. The caller disposes of it.
export function typePin(request: PinRequest): Promise<PinEntry | undefined> {
  if (busy()) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const answer = resolve as (value: unknown) => void;
    pinAsked.value = { kind: "ask", request, run: undefined, resolve: answer, reject };
  });
}

// Has a new PIN chosen and typed twice; weak ones are refused, also those made of `dates` (YYYYMMDD). Undefined if the
// person cancels. The caller disposes of the PIN.
export function choosePin(dates: string[]): Promise<PinEntry | undefined> {
  if (busy()) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    pinAsked.value = { kind: "choose", dates, resolve, reject };
  });
}
