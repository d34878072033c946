// Words for the form's fields and what is wrong with them. Labels of states, events and the like come from the front, in
// the language that the app asks for.
import { useI18n } from "vue-i18n";

import type { Problems } from "../model/form";

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function labelOfField(t: Translate, field: string): string {
  return t(`apply.field.${field.replace(/^attachments\..*/, "attachments")}`);
}

export function useWords(): { problemOf: (problems: Problems, field: string) => string | undefined } {
  const { t, te } = useI18n();
  function problemOf(problems: Problems, field: string): string | undefined {
    const problem = problems[field];
    if (!problem) return undefined;
    return (
      problem.detail ||
      t(te(`apply.problem.${problem.code}`) ? `apply.problem.${problem.code}` : "errors.unexpected.title")
    );
  }
  return { problemOf };
}
