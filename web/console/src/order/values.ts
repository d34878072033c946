// The application's codes as people read them; what is no code stays as it is.
import { money } from "../format.ts";
import { language, text, textOr } from "../i18n.ts";

export function shownValue(line: string, value: string): string {
  if (value === "") return text("intent.empty");
  if (line.endsWith("document-kind")) return textOr(`intent.values.document-type.${value}`, value);
  if (line === "applicant.sex") return textOr(`order.sexes.${value}`, value);
  if (line === "applicant.country" && /^[A-Z]{2}$/.test(value))
    return `${new Intl.DisplayNames(language(), { type: "region" }).of(value) ?? ""} ${value}`;
  if (line === "business") return textOr(`order.businesses.${value}`, value);
  if (line === "months" && value === "0") return text("intent.empty");
  if (line === "months") return text("order.months", { months: value });
  if (line === "fee-fen" && /^\d+$/.test(value)) return money(Number(value));
  return value;
}
