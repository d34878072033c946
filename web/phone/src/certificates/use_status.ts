// What the platform says about a key now. Without a connection there is no answer: unknown is shown as unknown.
import type { StatusInfo } from "@palmkey/shared/device";
import { ref } from "vue";

import { useDevice } from "../device/use_device";

export function useStatus(keyId: () => string) {
  const { device } = useDevice();
  const status = ref<StatusInfo | null>(null);
  const unknown = ref<unknown>(null);

  async function refresh(): Promise<void> {
    unknown.value = null;
    try {
      status.value = await (await device()).status(keyId());
    } catch (error) {
      status.value = null;
      unknown.value = error;
    }
  }
  return { status, unknown, refresh };
}
