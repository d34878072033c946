// Asking the officer for a signature: in this browser the text is shown in words beside the PIN pad; a console that a
// phone signed in hands it to that phone.
import { shallowRef } from "vue";

import { useSession } from "../session/session.ts";
import type { SignedIntent } from "../session/signing.ts";
import { askPhone } from "./phone.ts";

export interface Asked {
  title: string;
  about: string; // what tells this one from others of its title, for example an order's number
  intent: string;
  danger?: boolean; // what is signed takes something away
}

export interface Question extends Asked {
  answer: (signed: SignedIntent | undefined) => void;
}

const question = shallowRef<Question>();

export function useQuestion() {
  return { question };
}

// Undefined if the officer turns away.
export function askSignature(asked: Asked): Promise<SignedIntent | undefined> {
  if (useSession().byPhone.value) return askPhone(asked);
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (signed) => {
        question.value = undefined;
        resolve(signed);
      },
    };
  });
}
