// The subscriber's session: a token for a proven mobile number. It ends with the tab, or at the front; whoever then calls
// the front is asked for a code in a sheet over the screen, which keeps all that was typed.
import type { Api } from "@palmkey/shared/http";
import { shallowRef } from "vue";

import { codeOf } from "../../device/describe_failure";
import { useApi } from "../../device/use_api";
import { moveDraft } from "./application_flow";
import { Stored } from "./stored";

export interface Session {
  token: string;
  phone: string;
}

interface AskedProof {
  phone: string;
  isFresh: boolean; // there is a session, but the number has to be proved once more
  resolve: () => void;
  reject: (error: Error) => void;
}

// The person closed the sheet.
export class ProofDeclined extends Error {
  readonly code = "not_signed_in";
}

const stored = new Stored<Session>(() => sessionStorage, "palmkey.session");
const lastPhone = new Stored<string>(() => sessionStorage, "palmkey.phone");

export const session = shallowRef<Session | undefined>(stored.read());
export const proofAsked = shallowRef<AskedProof>();

// The number that was proven last, to be offered again.
export function knownPhone(): string {
  return session.value?.phone ?? lastPhone.read() ?? "";
}

function keep(value: Session | undefined): void {
  session.value = value;
  stored.write(value);
  if (value) lastPhone.write(value.phone);
}

export function front(): Api {
  const api = useApi();
  api.token = session.value?.token;
  return api;
}

export async function openSession(phone: string, code: string): Promise<void> {
  const { token } = await front().post<{ token: string }>("/api/v1/sessions", { phone, code });
  keep({ token, phone });
  proofAsked.value?.resolve();
  proofAsked.value = undefined;
}

// The account has another number from now on, and this session goes on with it.
export async function changePhone(phone: string, code: string): Promise<void> {
  const before = session.value?.phone ?? "";
  try {
    await signedIn((api) => api.put("/api/v1/account/phone", { phone, code }));
  } catch (error) {
    // The answer to an earlier try was lost.
    if (codeOf(error) !== "phone_unchanged" || phone === before) throw error;
  }
  keep({ token: session.value!.token, phone });
  moveDraft(before, phone);
}

// Ends the session here and, if it can be reached, at the front; another number may be used then.
export async function closeSession(): Promise<void> {
  const api = front();
  keep(undefined);
  lastPhone.write(undefined);
  await api.delete("/api/v1/sessions").catch(() => undefined);
}

export function declineProof(): void {
  proofAsked.value?.reject(new ProofDeclined());
  proofAsked.value = undefined;
}

let asking: Promise<void> | undefined;

// Opens the sheet; all who wait for a session wait for the same one.
export function prove(isFresh = false): Promise<void> {
  asking ??= new Promise<void>((resolve, reject) => {
    proofAsked.value = { phone: knownPhone(), isFresh, resolve, reject };
  }).finally(() => (asking = undefined));
  return asking;
}

// Calls the front within a session: proves the number first if there is none, and again if the front has ended it.
export async function signedIn<T>(call: (api: Api) => Promise<T>): Promise<T> {
  for (;;) {
    if (!session.value) await prove();
    const used = session.value?.token;
    try {
      return await call(front());
    } catch (error) {
      if (codeOf(error) === "phone_proof_needed") {
        await prove(true);
        continue;
      }
      if (codeOf(error) !== "not_signed_in") throw error;
      // Another call may have opened a new one meanwhile.
      if (session.value?.token === used) keep(undefined);
    }
  }
}
