// What the review page remembers of one order while the officer reads it: the current field, what was ticked off, what
// goes back.
import { computed, ref, type ShallowRef } from "vue";

import { textOr } from "../i18n.ts";
import { groups, linesOf, messageOf, signedAttachments } from "./application.ts";
import type { Scan } from "./ScanViewer.vue";
import type { DeskOrder } from "./types.ts";
import { shownValue } from "./values.ts";

const allFields = groups.flatMap((group) => group.fields);

export function useReview(order: ShallowRef<DeskOrder | undefined>) {
  const current = ref(allFields[0]?.line ?? "");
  const kind = ref("");
  const ticked = ref<Set<string>>(new Set());
  const rejecting = ref(false);
  const rejected = ref<Set<string>>(new Set());
  const reason = ref("");

  const lines = computed(() => linesOf(order.value?.application_text ?? ""));
  const changes = computed(() => order.value?.changes ?? []);

  // Only what is signed is shown: an attachment whose digest the text does not name is none.
  const scans = computed<Scan[]>(() => {
    if (!order.value) return [];
    const named = signedAttachments(order.value.application_text);
    const changed = new Set(changes.value.map((change) => change.field));
    const all = order.value.attachments.flatMap(({ kind: name, title, uploaded }): Scan[] =>
      uploaded && named.get(name) === uploaded.digest
        ? [
            {
              kind: name,
              title,
              mediaType: uploaded.media_type,
              digest: uploaded.digest,
              changed: changed.has(`attachments.${name}`),
            },
          ]
        : [],
    );
    const seal = lines.value.get("seal");
    if (seal) all.push({ kind: "seal", title: "", mediaType: "image/png", digest: seal, changed: false });
    return all;
  });

  const rejectable = computed(() => {
    const fields = allFields.flatMap(({ field }) => (field ? [field] : []));
    const kinds = (order.value?.attachments ?? []).map((attachment) => `attachments.${attachment.kind}`);
    return new Set([...fields, ...kinds, ...(order.value?.paper_required ? ["paper"] : [])]);
  });

  const compared = computed(() => ({
    label: textOr(messageOf(current.value), current.value),
    value: shownValue(current.value, lines.value.get(current.value) ?? ""),
  }));

  function begin(): void {
    ticked.value = new Set();
    leaveRejection();
    current.value = allFields[0]?.line ?? "";
    showScanOf(current.value);
    if (!scans.value.some((scan) => scan.kind === kind.value)) kind.value = scans.value[0]?.kind ?? "";
  }

  function showScanOf(line: string): void {
    const wanted = allFields.find((field) => field.line === line)?.scan;
    if (wanted && scans.value.some((scan) => scan.kind === wanted)) kind.value = wanted;
  }

  function focus(line: string): void {
    current.value = line;
    showScanOf(line);
  }

  function move(by: number): void {
    const at = allFields.findIndex((field) => field.line === current.value);
    const to = allFields[Math.min(Math.max(0, at + by), allFields.length - 1)];
    if (to) focus(to.line);
  }

  function toggled(set: Set<string>, name: string): Set<string> {
    const now = new Set(set);
    if (!now.delete(name)) now.add(name);
    return now;
  }

  function tick(line: string): void {
    ticked.value = toggled(ticked.value, line);
  }

  function toggleRejected(field: string): void {
    rejected.value = toggled(rejected.value, field);
  }

  function addRejected(fields: string[]): void {
    rejected.value = new Set([...rejected.value, ...fields]);
  }

  function leaveRejection(): void {
    rejecting.value = false;
    rejected.value = new Set();
    reason.value = "";
  }

  // The space bar: ticks the field off and goes on, or marks it in a rejection.
  function mark(): void {
    if (!rejecting.value) {
      tick(current.value);
      move(1);
      return;
    }
    const field = allFields.find((one) => one.line === current.value)?.field;
    if (field) toggleRejected(field);
  }

  return {
    current,
    kind,
    ticked,
    rejecting,
    rejected,
    reason,
    lines,
    changes,
    scans,
    rejectable,
    compared,
    begin,
    focus,
    move,
    tick,
    mark,
    toggleRejected,
    addRejected,
    leaveRejection,
  };
}
