// Words for the front's codes. The front's own are Chinese; the message files have the other language's.
import { useI18n } from "vue-i18n";

import type { Problems } from "../model/form";

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function labelOfField(t: Translate, field: string): string {
  return t(`apply.field.${field.replace(/^attachments\..*/, "attachments")}`);
}

export function useWords(): {
  // Of a code in the group of `apply.*`, else the front's own word.
  label: (group: string, code: string, own: string, values?: Record<string, string>) => string;
  problemOf: (problems: Problems, field: string) => string | undefined;
  stateLabel: (order: { state: string; label: string; paid: boolean }) => string;
} {
  const { t, te, locale } = useI18n();
  function label(group: string, code: string, own: string, values: Record<string, string> = {}): string {
    const key = `apply.${group}.${code}`;
    return te(key, locale.value) ? t(key, values) : own;
  }
  function problemOf(problems: Problems, field: string): string | undefined {
    const problem = problems[field];
    if (!problem) return undefined;
    return (
      problem.detail ||
      t(te(`apply.problem.${problem.code}`) ? `apply.problem.${problem.code}` : "errors.unexpected.title")
    );
  }
  function stateLabel(order: { state: string; label: string; paid: boolean }): string {
    const paid = order.state === "awaiting_installation" && order.paid;
    return label("state", paid ? "awaiting_installation_paid" : order.state, order.label);
  }
  return { label, problemOf, stateLabel };
}
