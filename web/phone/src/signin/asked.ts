// A scanned request as the screens show it, and how far it has come.
import { computed, onBeforeUnmount, ref } from "vue";

import { useApi } from "../device/use_api";

// Seconds that a phone waits for what was scanned: codes change faster, and nobody looks at "reading" for long.
export const claimPatience = 10;

export type Step = "claiming" | "asking" | "sending" | "confirmed" | "rejected" | "expired";

export interface Asked {
  purpose: "login" | "bind" | "desk" | "drill";
  site: string;
  origin: string;
  facts: (readonly [string, string | undefined])[]; // those without a value are not shown
  code?: string; // shown on both screens, where there is one
}

// Tells the site no, as well as that can be done: the person's no stands either way, and the request expires.
export async function turnAway(path: string, token: string | undefined): Promise<void> {
  await useApi()
    .post(path, { token })
    .catch(() => undefined);
}

// `expiresAt`: Unix seconds, once they are known. `sayNo` tells the other side no; so it is told too when the person
// leaves while it still waits.
export function useStep(expiresAt: () => number | undefined, sayNo: () => Promise<void>) {
  const step = ref<Step>("claiming");
  const now = ref(Date.now());
  const secondsLeft = computed(() => Math.max(0, Math.ceil((expiresAt() ?? 0) - now.value / 1000)));
  let left = false;
  const ticking = setInterval(() => {
    now.value = Date.now();
    if (secondsLeft.value === 0 && step.value === "asking") step.value = "expired";
  }, 500);

  // The person is asked, unless they have left while the request was on its way.
  function ask(): void {
    if (left) void sayNo();
    else step.value = "asking";
  }

  async function reject(): Promise<void> {
    if (step.value !== "asking") return;
    step.value = "rejected";
    await sayNo();
  }

  onBeforeUnmount(() => {
    left = true;
    clearInterval(ticking);
    if (step.value === "asking") void sayNo();
  });
  return { step, secondsLeft, ask, reject };
}
