// A console's QR code that was scanned: claimed for this phone, then confirmed with the officer's PIN or refused.
import { deskIntent, signText } from "@palmkey/shared/operator";
import { ref, shallowRef } from "vue";

import { useApi } from "../device/use_api";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import type { ScannedLink } from "../scan/scanned_link";
import { claimPatience, useStep } from "../signin/asked";
import { consoleApi, consolePath, keepConsole } from "./console_session";
import { useOfficer } from "./use_officer";

interface Claim {
  entrance: string;
  token: string;
  origin: string;
  place: string;
  code: string;
  expires_at: number;
}

export function useEntrance(scanned: ScannedLink) {
  const { state, device } = useDevice();
  const { need } = useOfficer();
  const api = useApi();
  const error = ref<unknown>(null);
  const claim = shallowRef<Claim>();
  let signed: { intent: string; signature: string } | undefined;
  const { step, secondsLeft, ask, reject } = useStep(() => claim.value?.expires_at, say);

  function session(asked: Claim) {
    return { ...asked, baseUrl: state.value?.baseUrl ?? "" };
  }

  async function scan(): Promise<void> {
    error.value = null;
    try {
      await device();
      need();
      const { i, t, a } = scanned.link.values;
      const patience = { patience: claimPatience };
      claim.value ??= await api.post<Claim>("/api/v1/desk/entrances/claims", { i, t, a }, patience);
      ask();
    } catch (reason) {
      error.value = reason;
    }
  }

  // Tells the console no, as well as that can be done.
  async function say(): Promise<void> {
    if (!claim.value) return;
    const asked = session(claim.value);
    await consoleApi(asked)
      .delete(consolePath(asked))
      .catch(() => undefined);
  }

  async function send(asked: Claim): Promise<void> {
    const opened = session(asked);
    step.value = "sending";
    try {
      await consoleApi(opened).post(`${consolePath(opened)}/confirmation`, signed);
      const { entrance, token, place, baseUrl } = opened;
      keepConsole({ entrance, token, place, baseUrl });
      step.value = "confirmed";
    } catch (reason) {
      error.value = reason;
      step.value = "asking";
    }
  }

  async function confirm(): Promise<void> {
    const asked = claim.value;
    if (!asked || step.value !== "asking") return;
    error.value = null;
    try {
      if (!signed) {
        const opened = await device();
        const officer = need();
        const intent = await deskIntent(opened, officer, { ...asked, session: asked.entrance });
        const request = { keyId: officer.key.id, purpose: "desk", detail: asked.origin } as const;
        const done = await withPin(request, (pin) => signText(opened, officer, pin, intent));
        if (!done) return;
        signed = done.value;
      }
      await send(asked); // once more, if only the answer was lost
    } catch (reason) {
      error.value = reason;
    }
  }

  return { step, error, claim, secondsLeft, scan, confirm, reject };
}
