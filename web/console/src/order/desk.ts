// What an officer can do with an order now, and what comes after it.
import { computed, ref, type ShallowRef } from "vue";
import { useRouter } from "vue-router";

import { codeOf, sentenceOf } from "../errors.ts";
import { text } from "../i18n.ts";
import { needsDecision, useQueue } from "../queue/queue.ts";
import { useApi } from "../session/api.ts";
import { useSession } from "../session/session.ts";
import { noteFailure } from "../sign/phone.ts";
import {
  composeDecision,
  conclude,
  forgetDecision,
  handIn,
  keptDecision,
  type Step,
  stepOf,
  type Wanted,
} from "./decision.ts";
import { fetchAhead, pathOf } from "./order.ts";
import type { DeskOrder } from "./types.ts";

export interface Said {
  type: "success" | "error" | "warning";
  sentence: string;
}

// The states in which an order waits for a step. Recovery agents come one after the other.
const approvedIn: Record<Step, string[]> = {
  acceptance: ["awaiting_acceptance"],
  review: ["awaiting_review"],
  recovery: ["awaiting_acceptance", "awaiting_review"],
};

export function useDesk(order: ShallowRef<DeskOrder | undefined>, reload: () => Promise<void>) {
  const router = useRouter();
  const queue = useQueue();
  const { role, byPhone } = useSession();
  const { inSession } = useApi();
  const busy = ref(false);
  const said = ref<Said>();
  const unsent = ref(false);

  const state = computed(() => order.value?.state ?? "");
  const settled = computed(() => order.value !== undefined && queue.decided.has(order.value.number));
  const mayApprove = computed(() => !settled.value && approvedIn[stepOf(role.value)].includes(state.value));
  const mayReject = computed(
    () => mayApprove.value || (!settled.value && role.value !== "review" && state.value === "awaiting_paper"),
  );
  const mayReceivePaper = computed(
    () =>
      role.value !== "review" &&
      order.value !== undefined &&
      !order.value.paper_received &&
      ["awaiting_acceptance", "awaiting_paper"].includes(state.value),
  );

  // The orders that the officer goes along.
  const along = computed(() =>
    queue.batch.value.length > 0
      ? queue.rows.value.filter((one) => queue.batch.value.includes(one.number))
      : queue.rows.value,
  );

  function neighbour(by: 1 | -1): string | undefined {
    const all = along.value;
    for (
      let i = all.findIndex((one) => one.number === order.value?.number) + by;
      i >= 0 && i < all.length;
      i += by
    ) {
      const one = all[i];
      if (one && needsDecision(one)) return one.number;
    }
    return undefined;
  }

  // The next one that waits; at the end of the page the following page, then what was left out before.
  async function next(): Promise<void> {
    const here = order.value?.number;
    let number = neighbour(1);
    if (!number && queue.batch.value.length === 0 && !queue.last.value) {
      await queue.next();
      number = queue.rows.value.find(needsDecision)?.number;
    }
    number ??= along.value.find((one) => needsDecision(one) && one.number !== here)?.number;
    if (number) await router.replace(`/orders/${number}`);
    else await router.push("/orders");
  }

  async function previous(): Promise<void> {
    const number = neighbour(-1);
    if (number) await router.replace(`/orders/${number}`);
  }

  function lookAhead(): void {
    const number = neighbour(1);
    if (number) fetchAhead(number);
    unsent.value = order.value !== undefined && keptDecision(order.value.number) !== undefined;
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    said.value = undefined;
    try {
      await work();
    } catch (failure) {
      said.value = { type: "error", sentence: sentenceOf(failure) };
      unsent.value = order.value !== undefined && keptDecision(order.value.number) !== undefined;
      if (["order_changed", "wrong_state", "order_unknown"].includes(codeOf(failure))) await reload();
    } finally {
      busy.value = false;
    }
  }

  function mark(number: string, approved: boolean): void {
    queue.decided.set(number, approved ? "approved" : "rejected");
    void queue.loadCounts();
  }

  async function settle(approved: boolean): Promise<void> {
    if (!order.value) return;
    mark(order.value.number, approved);
    await next();
  }

  // The officer goes on; several decisions may wait for one PIN on the phone.
  async function leaveToPhone(number: string, wanted: Wanted, intent: string): Promise<void> {
    queue.decided.set(number, "on_phone");
    conclude(number, wanted, intent)
      .then((done) => {
        if (done) mark(number, wanted.approve);
        else queue.decided.delete(number);
      })
      .catch((failure: unknown) => {
        queue.decided.delete(number);
        noteFailure(number, failure);
      });
    await next();
  }

  function decide(approve: boolean, fields: string[] = [], reason = ""): Promise<void> {
    return guarded(async () => {
      if (!order.value) return;
      const { number } = order.value;
      const wanted: Wanted = { approve, step: stepOf(role.value), fields, reason };
      const intent = await composeDecision(order.value, wanted);
      if (byPhone.value) await leaveToPhone(number, wanted, intent);
      else if (await conclude(number, wanted, intent)) await settle(approve);
    });
  }

  function sendAgain(): Promise<void> {
    return guarded(async () => {
      const kept = order.value && keptDecision(order.value.number);
      if (!order.value || !kept) return;
      await handIn(order.value.number, kept);
      await settle(!kept.intent.includes("\ntype: reject\n"));
    });
  }

  function dropUnsent(): void {
    if (order.value) forgetDecision(order.value.number);
    unsent.value = false;
  }

  function receivePaper(): Promise<void> {
    return guarded(async () => {
      const number = order.value?.number;
      if (!number) return;
      const after = await inSession((api) => api.post<{ state: string }>(`${pathOf(number)}/receive-paper`));
      if (after.state === "awaiting_review") {
        await settle(true);
        return;
      }
      await reload();
      said.value = { type: "success", sentence: text("order.paper_received") };
    });
  }

  return {
    busy,
    said,
    unsent,
    mayApprove,
    mayReject,
    mayReceivePaper,
    next,
    previous,
    lookAhead,
    decide,
    sendAgain,
    dropUnsent,
    receivePaper,
  };
}
