// What a drill has found out of one certificate, and of all.
export type Verdict = "untried" | "trying" | "opens" | "closed";

// Empty while one is not tried, or there is none.
export function summaryOf(verdicts: readonly Verdict[]): "opens" | "closed" | "" {
  if (verdicts.length === 0 || !verdicts.every((verdict) => verdict === "opens" || verdict === "closed"))
    return "";
  return verdicts.includes("closed") ? "closed" : "opens";
}
