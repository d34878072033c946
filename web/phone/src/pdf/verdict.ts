// What a report on a signature means in plain words: a verdict, and each check that it rests on.
import type { PdfSignatureReport } from "@palmkey/shared/device";

export type Verdict = "good" | "unsure" | "bad";

export interface Check {
  // A key below pdf.verify.check
  name: string;
  verdict: Verdict;
}

const byTrust = { yes: "good", unknown_root: "unsure", invalid: "bad" } as const;
const byRevocation = { good: "good", unknown: "unsure", revoked: "bad" } as const;
const byChanges = { none: "good", signatures_only: "good", content: "bad" } as const;

export function checksOf(report: PdfSignatureReport): Check[] {
  return [
    { name: report.intact ? "intact" : "altered", verdict: report.intact ? "good" : "bad" },
    {
      name: report.signatureValid ? "genuine" : "forged",
      verdict: report.signatureValid ? "good" : "bad",
    },
    { name: `trusted_${report.trusted}`, verdict: byTrust[report.trusted] },
    {
      name: report.certificateInTime ? "in_time" : "out_of_time",
      verdict: report.certificateInTime ? "good" : "bad",
    },
    { name: `revocation_${report.revocation}`, verdict: byRevocation[report.revocation] },
    { name: `changes_${report.changesAfter}`, verdict: byChanges[report.changesAfter] },
  ];
}

export function verdictOf(checks: Check[]): Verdict {
  if (checks.some((check) => check.verdict === "bad")) return "bad";
  return checks.some((check) => check.verdict === "unsure") ? "unsure" : "good";
}
