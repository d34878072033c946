// Runs one action at a time, so that a double tap does nothing twice, and keeps what went wrong for the screen.
import { type Ref, ref, shallowRef } from "vue";

import { ProofDeclined } from "./session";

export function useOnce(): {
  busy: Readonly<Ref<boolean>>;
  failure: Ref<unknown>;
  once: (action: () => Promise<void>) => Promise<void>;
} {
  const busy = ref(false);
  const failure = shallowRef<unknown>();
  async function once(action: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = undefined;
    try {
      await action();
    } catch (error) {
      // Who closes the sheet knows that nothing was done.
      if (!(error instanceof ProofDeclined)) failure.value = error;
    } finally {
      busy.value = false;
    }
  }
  return { busy, failure, once };
}
