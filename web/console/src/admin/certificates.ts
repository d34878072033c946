// Certificates and their revocations as the front gives them.
export interface Certificate {
  serial: string; // of the signing certificate
  encryption_serial: string;
  order: string;
  holder: string;
  status: string;
  held: boolean; // stopped by an officer, whatever its holder did
  not_before: number;
  not_after: number;
  issued_at: number;
}

// What its state is called: one that is on hold was stopped by an officer or frozen by its holder.
export function stateOf({ status, held }: Certificate): string {
  return status === "on_hold" && !held ? "frozen" : status;
}

// Prepared reasons, of certificates.stop.reasons.
export const stopReasons = {
  hold: ["lost", "pin_known", "not_mine"],
  release: ["found", "certain"],
};
export type Stop = keyof typeof stopReasons;

// What an officer may do about a certificate's use; nothing where it is over.
export function stopFor({ status, held }: Certificate): Stop | undefined {
  if (status === "revoked" || status === "expired") return undefined;
  return held ? "release" : "hold";
}

export interface Revocation {
  serial: string;
  order: string;
  reason: string;
  state: "waiting" | "revoking" | "revoked" | "refused";
  acceptance: string | null; // who has signed
  review: string | null;
  begun_at: number;
  ended_at: number | null;
  refusal: string | null;
}

export const reasons = [
  "key_compromise",
  "affiliation_changed",
  "superseded",
  "cessation_of_operation",
  "privilege_withdrawn",
  "unspecified",
];
