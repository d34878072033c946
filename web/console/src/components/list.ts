// A list that the front gives page by page, each page named by where the one before ended.
import { computed, ref, shallowRef } from "vue";

export interface Page<Row> {
  rows: Row[];
  last: boolean;
}

// `fetch` gets "" for the first page, else the cursor of the last row before.
export function useList<Row>(fetch: (before: string) => Promise<Page<Row>>, cursorOf: (row: Row) => string) {
  const rows = shallowRef<Row[]>([]);
  const loading = ref(false);
  const error = shallowRef<unknown>();
  const last = ref(true);
  const cursors = ref<string[]>([""]);
  const first = computed(() => cursors.value.length === 1);
  let newest = 0;

  // Only the answer to the newest question counts.
  async function load(): Promise<void> {
    const mine = ++newest;
    loading.value = true;
    error.value = undefined;
    try {
      const page = await fetch(cursors.value.at(-1) ?? "");
      if (mine !== newest) return;
      rows.value = page.rows;
      last.value = page.last;
    } catch (failure) {
      if (mine !== newest) return;
      error.value = failure;
      rows.value = [];
      last.value = true;
    } finally {
      if (mine === newest) loading.value = false;
    }
  }

  function restart(): Promise<void> {
    cursors.value = [""];
    return load();
  }
  async function next(): Promise<void> {
    const end = rows.value.at(-1);
    if (last.value || end === undefined) return;
    cursors.value = [...cursors.value, cursorOf(end)];
    await load();
  }
  async function previous(): Promise<void> {
    if (first.value) return;
    cursors.value = cursors.value.slice(0, -1);
    await load();
  }

  return { rows, loading, error, last, first, load, restart, next, previous };
}
