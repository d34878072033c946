// Errors as people read them: the device's by their code, the front's in its own words.
import { useI18n } from "vue-i18n";

import type { ApiFailure, DeviceFailure } from "./contract";

export interface Described {
  code: string;
  title: string;
  // What to do about it; empty when there is nothing to add.
  advice: string;
}

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unexpected";
}

export function isDeviceFailure(error: unknown, ...codes: string[]): error is DeviceFailure {
  return error instanceof Error && codes.includes(codeOf(error));
}

export function useFailures(): { describe: (error: unknown) => Described } {
  const { t, te } = useI18n();
  const describe = (error: unknown): Described => {
    const code = codeOf(error);
    const detail = (error as Partial<ApiFailure> | null)?.detail;
    const known = te(`errors.${code}.title`);
    const title = known ? t(`errors.${code}.title`) : detail || t("errors.unexpected.title");
    const advice = te(`errors.${code}.advice`) ? t(`errors.${code}.advice`) : "";
    return { code, title, advice };
  };
  return { describe };
}
