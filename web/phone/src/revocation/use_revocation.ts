// Ends the certificates of a key on their holder's own signature.
import { ApiError } from "@palmkey/shared/http";
import { ref, shallowRef } from "vue";

import { toBase64 } from "../device/base64";
import type { UsableKey } from "../device/keys";
import { useApi } from "../device/use_api";
import { useBusy } from "../device/use_busy";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";

interface Signed {
  serial: string;
  intent: string;
  signature: string;
}

export function useRevocation() {
  const { device } = useDevice();
  const api = useApi();
  const { busy, error, run } = useBusy();
  const revokedAt = ref<number>();
  // Signed, but it is not known whether the platform has heard of it.
  const unsent = shallowRef<Signed>();

  async function hand(signed: Signed): Promise<void> {
    const { serial, ...body } = signed;
    unsent.value = signed;
    try {
      const answer = await api.post<{ revoked_at: number }>(
        `/api/v1/certificates/${serial}/revocation`,
        body,
      );
      revokedAt.value = answer.revoked_at;
      unsent.value = undefined;
    } catch (reason) {
      // What was refused stays refused: it is signed anew.
      if (reason instanceof ApiError && reason.status >= 400 && reason.status < 500) unsent.value = undefined;
      throw reason;
    }
  }

  const revoke = ({ key, certificate }: UsableKey, reason: string): Promise<void> =>
    run(async () => {
      const { serial, name } = certificate;
      const opened = await device();
      const signed = await withPin({ keyId: key.id, purpose: "revoke", detail: name }, async (pin) => {
        const intent = await opened.makeIntent("revoke-own", { serial, reason });
        return { serial, intent, signature: toBase64(await opened.sign(key.id, pin, "text", intent)) };
      });
      if (signed) await hand(signed.value);
    });

  const sendAgain = (): Promise<void> =>
    run(async () => {
      if (unsent.value) await hand(unsent.value);
    });

  return { busy, error, revokedAt, unsent, revoke, sendAgain };
}
