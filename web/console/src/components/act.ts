// One thing that the user does and the front may refuse: busy meanwhile, then a word about how it went.
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { ref } from "vue";

import { sentenceOf } from "../errors.ts";

export function useAct() {
  const busy = ref(false);

  // True if it went well. `done` is said then, if there is something to say.
  async function act(work: () => Promise<unknown>, done: string | (() => string) = ""): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await work();
      const said = typeof done === "string" ? done : done();
      if (said) ElMessage.success(said);
      return true;
    } catch (failure) {
      ElMessage.error({ message: sentenceOf(failure), duration: 6000, showClose: true });
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, act };
}
