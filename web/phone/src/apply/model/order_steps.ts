// What the applicant can do with an order now, the most urgent first, and where that is done.
import type { Action, OrderSummary } from "../types";

export type Task = "request" | "upload" | "pay" | "correct" | "install" | "unlock" | "recover";

const order: [Action, Task, string][] = [
  ["certificate_request", "request", "key"],
  ["correct", "correct", "correction"],
  ["pay", "pay", "payment"],
  ["install", "install", "installation"],
  ["unlock", "unlock", "unlocking"],
  ["recover", "recover", "installation"],
  ["upload", "upload", "attachments"],
];

export interface Doing {
  task: Task;
  to: string;
}

// A new request may replace the old one, but that is nobody's next step: only the first is one. What was sent back is
// uploaded where it is corrected.
function isDue({ state }: Pick<OrderSummary, "state">, action: Action): boolean {
  if (action === "certificate_request") return state === "awaiting_request";
  if (action === "upload") return state !== "rejected";
  return true;
}

export function tasksOf(summary: Pick<OrderSummary, "number" | "state" | "actions">): Doing[] {
  return order
    .filter(([action]) => summary.actions.includes(action) && isDue(summary, action))
    .map(([, task, page]) => ({ task, to: `/services/orders/${summary.number}/${page}` }));
}

export type Tone = "act" | "wait" | "good" | "bad" | "over";

export function toneOf(state: string): Tone {
  if (state === "rejected") return "bad";
  if (state === "installed") return "good";
  if (state === "cancelled") return "over";
  const acting = ["awaiting_request", "awaiting_upload", "awaiting_payment", "awaiting_installation"];
  return acting.includes(state) ? "act" : "wait";
}
