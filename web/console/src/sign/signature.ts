// Asking the officer for a signature: the text is shown in words beside the PIN pad.
import { shallowRef } from "vue";

import type { SignedIntent } from "../session/signing.ts";

export interface Question {
  title: string;
  intent: string;
  danger?: boolean; // what is signed takes something away
  answer: (signed: SignedIntent | undefined) => void;
}

const question = shallowRef<Question>();

export function useQuestion() {
  return { question };
}

// Undefined if the officer turns away.
export function askSignature(
  title: string,
  intent: string,
  danger = false,
): Promise<SignedIntent | undefined> {
  return new Promise((resolve) => {
    question.value = {
      title,
      intent,
      danger,
      answer: (signed) => {
        question.value = undefined;
        resolve(signed);
      },
    };
  });
}
