// One thing at a time, and what went wrong with it.
import { ref } from "vue";

export function useBusy() {
  const busy = ref(false);
  const error = ref<unknown>(null);

  async function run(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = null;
    try {
      await work();
    } catch (reason) {
      error.value = reason;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, run };
}
