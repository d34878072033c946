import "express-session";

import type { SentDocument } from "./documents.js";
import type { BegunDrill } from "./drills.js";
import type { PendingSignIn } from "./relying_party.js";

/** An expert who gave the password and used the certificate. */
export interface SignedInExpert {
  account: string;
  sub: string;
  name: string;
  certificate: string;
  /** Seconds since 1970. */
  authenticatedAt: number;
}

declare module "express-session" {
  interface SessionData {
    formToken: string;
    /** The account whose password was right; the certificate is still to be used. */
    passwordAccount: string;
    /** Milliseconds since 1970 at which the binding dialog ends. */
    bindingDeadline: number;
    pending: PendingSignIn;
    expert: SignedInExpert;
    documents: SentDocument[];
    drills: BegunDrill[];
  }
}
