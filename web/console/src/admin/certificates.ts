// Certificates and their revocations as the front gives them.
export interface Certificate {
  serial: string; // of the signing certificate
  encryption_serial: string;
  order: string;
  holder: string;
  status: string;
  not_before: number;
  not_after: number;
  issued_at: number;
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
