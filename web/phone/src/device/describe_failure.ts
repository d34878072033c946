// Errors as people read them: by their code if the app has words for it, else in the front's own words.
import { DeviceError } from "@palmkey/shared/device";
import { ApiError } from "@palmkey/shared/http";
import { useI18n } from "vue-i18n";

export interface Described {
  code: string;
  title: string;
  // What to do about it; empty when there is nothing to add.
  advice: string;
}

export function codeOf(error: unknown): string {
  return error instanceof DeviceError || error instanceof ApiError || error instanceof Refusal
    ? error.code
    : "unexpected";
}

// What a screen itself refuses, with a code of errors.json.
export class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function isDeviceFailure(error: unknown, ...codes: string[]): error is DeviceError {
  return error instanceof DeviceError && codes.includes(error.code);
}

export function useFailures(): { describe: (error: unknown) => Described } {
  const { t, te } = useI18n();
  const text = (key: string): string => (te(key) || te(key, "zh-CN") ? t(key) : "");
  const describe = (error: unknown): Described => {
    const code = codeOf(error);
    const detail = error instanceof ApiError ? error.detail : "";
    const title = text(`errors.${code}.title`) || detail || t("errors.unexpected.title");
    return { code, title, advice: text(`errors.${code}.advice`) };
  };
  return { describe };
}
