// A list that the front gives page by page; each page says where the next one goes on.
import { computed, ref, shallowRef } from "vue";

export interface Page<Row> {
  rows: Row[];
  next: string | null; // null: the last page
}

// `fetch` gets "" for the first page, else what the page before said.
export function useList<Row>(fetch: (before: string) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[]>([]);
  const loading = ref(false);
  const error = shallowRef<unknown>();
  const following = ref<string | null>(null);
  const last = computed(() => following.value === null);
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
      following.value = page.next;
    } catch (failure) {
      if (mine !== newest) return;
      error.value = failure;
      rows.value = [];
      following.value = null;
    } finally {
      if (mine === newest) loading.value = false;
    }
  }

  function restart(): Promise<void> {
    cursors.value = [""];
    return load();
  }
  async function next(): Promise<void> {
    if (following.value === null) return;
    cursors.value = [...cursors.value, following.value];
    await load();
  }
  async function previous(): Promise<void> {
    if (first.value) return;
    cursors.value = cursors.value.slice(0, -1);
    await load();
  }

  return { rows, loading, error, last, first, load, restart, next, previous };
}
