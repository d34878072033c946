// "Can I still open what was encrypted for me?", for each encryption certificate of a key.
import type { CertificateInfo } from "@palmkey/shared/device";
import { computed, ref } from "vue";

import { isDeviceFailure } from "../device/describe_failure";
import type { UsableKey } from "../device/keys";
import { useBusy } from "../device/use_busy";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import { summaryOf, type Verdict } from "./verdict";

export function useDrill(key: () => UsableKey | undefined) {
  const { device } = useDevice();
  const { busy, error, run } = useBusy();
  const verdicts = ref<Record<string, Verdict>>({});
  const certificates = computed<CertificateInfo[]>(
    () => key()?.key.certificates.filter(({ purpose }) => purpose === "encryption") ?? [],
  );
  const tried = computed(() =>
    summaryOf(certificates.value.map(({ serial }) => verdicts.value[serial] ?? "untried")),
  );

  const start = (): Promise<void> =>
    run(async () => {
      const asked = key()?.key;
      if (!asked) return;
      verdicts.value = {};
      const opened = await device();
      await withPin({ keyId: asked.id, purpose: "drill" }, async (pin) => {
        for (const { serial } of certificates.value) {
          verdicts.value[serial] = "trying";
          try {
            await opened.drill(asked.id, pin, serial);
            verdicts.value[serial] = "opens";
          } catch (reason) {
            verdicts.value[serial] = "untried";
            if (!isDeviceFailure(reason, "decryption_failed")) throw reason;
            verdicts.value[serial] = "closed";
          }
        }
      });
    });

  return { busy, error, verdicts, certificates, tried, start };
}
