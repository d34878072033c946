// Something that needs a PIN, tried as often as it takes: what went wrong is told beside the pad.
import { DeviceError } from "@palmkey/shared/device";
import { ref, useTemplateRef } from "vue";

import { sentenceOf } from "../errors.ts";

export interface Pad {
  clear: () => void;
  focus: () => void;
  wait: (seconds: number) => void;
}

// Codes after which another PIN changes nothing.
const final = ["key_locked", "key_suspended", "key_frozen", "key_retired", "key_closed", "unknown_key"];

// The pad is the template's `ref="pad"`.
export function usePinAttempt() {
  const pad = useTemplateRef<Pad>("pad");
  const busy = ref(false);
  const error = ref("");
  const closed = ref(false); // the key can't be used any more

  // True if `work` went well.
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    busy.value = true;
    error.value = "";
    try {
      await work();
      return true;
    } catch (failure) {
      error.value = sentenceOf(failure);
      if (failure instanceof DeviceError) {
        closed.value = final.includes(failure.code);
        if (failure.waitSeconds > 0) pad.value?.wait(failure.waitSeconds);
      }
      return false;
    } finally {
      busy.value = false;
      pad.value?.clear();
      pad.value?.focus();
    }
  }

  return { busy, error, closed, attempt };
}
