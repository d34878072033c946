// Codes by SMS: when the next one may be asked for. Kept for all screens that show the countdown.
import { ApiError } from "@palmkey/shared/http";
import { ref } from "vue";

import { front } from "./session";

const pauseSeconds = 60;

export const secondsToNextCode = ref(0);
let ticking: ReturnType<typeof setInterval> | undefined;

function countDown(seconds: number): void {
  const until = Date.now() + seconds * 1000;
  const tick = (): void => {
    secondsToNextCode.value = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    if (secondsToNextCode.value === 0) clearInterval(ticking);
  };
  clearInterval(ticking);
  ticking = setInterval(tick, 500);
  tick();
}

// Throws what the front says; "too_many_codes" also starts the countdown.
export async function requestCode(phone: string, service: string): Promise<void> {
  try {
    await front().post("/api/v1/phone-codes", { phone, service });
    countDown(pauseSeconds);
  } catch (error) {
    const wait = error instanceof ApiError ? error.document["wait_seconds"] : undefined;
    if (typeof wait === "number") countDown(wait);
    throw error;
  }
}
