// One thing that the user does and the front may refuse: busy meanwhile, then a word about how it went.
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { ref } from "vue";

import { sentenceOf } from "../errors.ts";

export function useAct() {
  const busy = ref(false);

  // True if it went well.
  async function act(work: () => Promise<unknown>, done = ""): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await work();
      if (done) ElMessage.success(done);
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
