// Codes by SMS: when the next one may be asked for. Kept for all screens that show the countdown; each number has its own.
import { ApiError } from "@palmkey/shared/http";
import { reactive, ref } from "vue";

import { entry } from "./application_flow";
import { listServices } from "./services";
import { front } from "./session";

const pauseSeconds = 60;

const nextAt = reactive(new Map<string, number>()); // Unix milliseconds
const now = ref(Date.now());
let ticking: ReturnType<typeof setInterval> | undefined;

export function secondsToNextCode(phone: string): number {
  return Math.max(0, Math.ceil(((nextAt.get(phone) ?? 0) - now.value) / 1000));
}

function countDown(phone: string, seconds: number): void {
  now.value = Date.now();
  nextAt.set(phone, now.value + seconds * 1000);
  clearInterval(ticking);
  ticking = setInterval(() => {
    now.value = Date.now();
    if ([...nextAt.values()].every((time) => time <= now.value)) clearInterval(ticking);
  }, 500);
}

// Throws what the front says; "too_many_codes" also starts the countdown.
export async function requestCode(phone: string): Promise<void> {
  const service = entry.value?.service ?? (await listServices())[0]?.id ?? "";
  try {
    await front().post("/api/v1/phone-codes", { phone, service });
    countDown(phone, pauseSeconds);
  } catch (error) {
    const wait = error instanceof ApiError ? error.document["wait_seconds"] : undefined;
    if (typeof wait === "number") countDown(phone, wait);
    throw error;
  }
}
