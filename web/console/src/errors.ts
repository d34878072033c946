// What went wrong, in a sentence for people.
import { DeviceError } from "@palmkey/shared/device";
import { ApiError } from "@palmkey/shared/http";

import { text, textOr } from "./i18n.ts";

// What the console itself refuses, with a code of error.json.
export class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof ApiError || error instanceof DeviceError || error instanceof Refusal
    ? error.code
    : "unexpected";
}

export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError && error.detail !== "") return error.detail;
  const code = codeOf(error);
  if (error instanceof DeviceError) {
    if (code === "wrong_pin" && error.triesLeft !== undefined)
      return text("error.wrong_pin_left", { count: error.triesLeft });
    if (code === "pin_wait") return text("error.pin_wait_for", { seconds: error.waitSeconds });
  }
  return textOr(`error.${code}`, text("error.other", { code }));
}
