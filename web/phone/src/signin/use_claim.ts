// A site's request that was scanned: claimed for this phone, read by the device, then confirmed or rejected.
import type { IntentSummary } from "@palmkey/shared/device";
import { ref, shallowRef } from "vue";

import { toBase64 } from "../device/base64";
import { Refusal } from "../device/describe_failure";
import type { UsableKey } from "../device/keys";
import { useApi } from "../device/use_api";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import type { ScannedLink } from "../scan/scanned_link";
import { claimPatience, turnAway, useStep } from "./asked";

interface Claim {
  session: string;
  token: string;
  intent: string;
  expires_at: number;
}

export interface Request {
  type: "login" | "bind";
  site: string;
  origin: string;
  account: string;
  place: string;
  code: string;
}

const longestLifetime = 600; // seconds between the intent's time and now

// What the device read in the intent. It must be a sign-in or a binding, and belong to the session that was scanned.
function readRequest(summary: IntentSummary, claim: Claim): Request {
  const lines = new Map(summary.lines);
  const line = (name: string): string => lines.get(name) ?? "";
  const { type } = summary;
  if (type !== "login" && type !== "bind") throw new Refusal("wrong_intent_type");
  const age = Date.now() / 1000 - Date.parse(line("time")) / 1000;
  if (line("session") !== claim.session || !(Math.abs(age) <= longestLifetime))
    throw new Refusal("intent_of_another_session");
  return {
    type,
    site: line("name"),
    origin: line("origin"),
    account: line("account"),
    place: line("place"),
    code: line("code"),
  };
}

export function useClaim(scanned: ScannedLink) {
  const { device } = useDevice();
  const api = useApi();
  const error = ref<unknown>(null);
  const request = shallowRef<Request | null>(null);
  const claim = shallowRef<Claim>();
  let confirmation: Record<string, string> | undefined;
  const { step, secondsLeft, ask, reject } = useStep(() => claim.value?.expires_at, say);

  const path = (what: string): string =>
    `/api/v1/sign-in/${encodeURIComponent(claim.value?.session ?? "")}/${what}`;

  async function scan(keyId: string): Promise<void> {
    error.value = null;
    try {
      if (!claim.value) {
        const { i, t, a } = scanned.link.values;
        claim.value = await api.post<Claim>(
          "/api/v1/sign-in/claims",
          { i, t, a },
          { patience: claimPatience },
        );
      }
      request.value = readRequest(
        await (await device()).summarise(keyId, "text", claim.value.intent),
        claim.value,
      );
      ask();
    } catch (reason) {
      error.value = reason;
      if (claim.value) await say();
    }
  }

  function say(): Promise<void> {
    return turnAway(path("rejection"), claim.value?.token);
  }

  async function send(): Promise<void> {
    error.value = null;
    step.value = "sending";
    try {
      await api.post(path("confirmation"), confirmation);
      step.value = "confirmed";
    } catch (reason) {
      error.value = reason;
      step.value = "asking";
    }
  }

  async function confirm({ key, certificate }: UsableKey): Promise<void> {
    const asked = request.value;
    const claimed = claim.value;
    if (!asked || !claimed || step.value !== "asking") return;
    // Signed already, only the answer of the site's platform was lost.
    if (confirmation?.["certificate"] === certificate.serial) return send();
    error.value = null;
    try {
      const signed = await withPin({ keyId: key.id, purpose: asked.type, detail: asked.site }, async (pin) =>
        (await device()).sign(key.id, pin, "text", claimed.intent),
      );
      if (!signed) return;
      confirmation = {
        token: claimed.token,
        intent: claimed.intent,
        signature: toBase64(signed.value),
        certificate: certificate.serial,
      };
      await send();
    } catch (reason) {
      error.value = reason;
    }
  }

  return { step, error, request, secondsLeft, scan, confirm, reject };
}
