// A list that comes with its changes and how many administrators each takes.
import { ref, shallowRef } from "vue";

import { useAct } from "../components/act.ts";
import { text } from "../i18n.ts";
import { useApi } from "../session/api.ts";
import { type Change, signChange } from "./changes.ts";

export type SignedRows<Row> = ReturnType<typeof useChanges<Row>>;

export function useChanges<Row>(path: string) {
  const { inSession } = useApi();
  const { busy, act } = useAct();
  const rows = shallowRef<Row[]>([]);
  const changes = shallowRef<Change[]>([]);
  const needed = ref(2);
  const loading = ref(false);
  const error = shallowRef<unknown>();

  async function load(): Promise<void> {
    loading.value = true;
    error.value = undefined;
    try {
      const answer = await inSession((api) =>
        api.get<{ items: Row[]; administrators_needed: number; changes: Change[] }>(path),
      );
      rows.value = answer.items;
      changes.value = answer.changes;
      needed.value = answer.administrators_needed;
    } catch (failure) {
      error.value = failure;
    } finally {
      loading.value = false;
    }
  }

  // True if the change was signed and handed in.
  async function change(type: Change["type"], fields: Record<string, string>): Promise<boolean> {
    let made: Change | undefined;
    const went = await act(async () => void (made = await signChange(path, type, fields)));
    if (!went || !made) return false;
    await act(load, text(made.state === "done" ? "operators.done" : "operators.waits"));
    return true;
  }

  return { rows, changes, needed, loading, error, busy, act, load, change };
}
