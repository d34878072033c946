// The queue, kept while the officer goes through its orders: the review goes on along the same list.
import { reactive, ref } from "vue";

import { useList } from "../components/list.ts";
import { useApi } from "../session/api.ts";
import type { Role } from "../session/session.ts";
import type { Counts, QueueFilter, QueueItem } from "./types.ts";

const { inSession } = useApi();

const filter = reactive<QueueFilter>({ service: "", state: "", search: "", queue: "mine", sort: "waiting" });
const counts = ref<Counts>();
// Order numbers that are gone through one after the other; empty: the whole list.
const batch = ref<string[]>([]);
// What was decided since the page was loaded.
const decided = reactive(new Map<string, "approved" | "rejected" | "on_phone">());

// What was typed says itself what it is: an order's number or its beginning, the tail of a phone number, or a name.
export function searchParameters(search: string): Record<string, string> {
  const typed = search.trim();
  if (typed === "") return {};
  if (/^\d{4}$/.test(typed)) return { phone_tail: typed };
  if (/^\d+$/.test(typed)) return { number: typed };
  return { name: typed };
}

function query(before: string): string {
  const { search, ...plain } = filter;
  const all: Record<string, string> = { ...plain, ...searchParameters(search), before };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "")).toString();
}

const list = useList<QueueItem>(async (before) => {
  const answer = await inSession((api) =>
    api.get<{ orders: QueueItem[]; next: string | null }>(`/api/v1/desk/orders?${query(before)}`),
  );
  decided.clear();
  return { rows: answer.orders, next: answer.next ?? null };
});

async function loadCounts(): Promise<void> {
  try {
    counts.value = await inSession((api) => api.get<Counts>("/api/v1/desk/counts"));
  } catch {
    counts.value = undefined; // the list says what is wrong
  }
}

async function findBarcode(barcode: string): Promise<QueueItem | undefined> {
  const answer = await inSession((api) =>
    api.get<{ orders: QueueItem[] }>(`/api/v1/desk/orders?${new URLSearchParams({ queue: "all", barcode })}`),
  );
  return answer.orders[0];
}

// What an officer of each role may look at and decide; the front says the same.
const states: Record<Role, string[]> = {
  acceptance: ["awaiting_acceptance", "awaiting_paper"],
  review: ["awaiting_review", "issuing"],
  recovery: ["awaiting_acceptance", "awaiting_paper", "awaiting_review", "issuing"],
  administrator: [],
};

export function statesOf(role: Role | undefined): string[] {
  return role ? states[role] : [];
}

// Whether going along the queue should stop at an order: not at those that only wait for paper or for the vault, unless
// the officer asked for them.
export function needsDecision(order: QueueItem): boolean {
  if (decided.has(order.number)) return false;
  return filter.state !== "" || ["awaiting_acceptance", "awaiting_review"].includes(order.state);
}

export function useQueue() {
  return { ...list, filter, counts, loadCounts, findBarcode, batch, decided };
}
