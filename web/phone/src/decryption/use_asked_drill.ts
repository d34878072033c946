// A drill that a site has asked for: claimed for this phone, then answered or rejected.
import type { DeviceState, PinEntry } from "@palmkey/shared/device";
import { computed, ref, shallowRef } from "vue";

import { fromBase64 } from "../device/base64";
import { isDeviceFailure, Refusal } from "../device/describe_failure";
import { useApi } from "../device/use_api";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import type { ScannedLink } from "../scan/scanned_link";
import { claimPatience, turnAway, useStep } from "../signin/asked";
import type { Verdict } from "./verdict";

interface Claim {
  session: string;
  token: string;
  site_name: string;
  origin: string;
  account: string;
  messages: { serial: string; not_after: number; message: string }[];
  expires_at: number;
}

interface Answer {
  serial: string;
  digest: string | null;
}

// The key that opens most of them; the newest certificate is the last.
function openerOf(state: DeviceState | null, serials: readonly string[]) {
  const opened = (key: DeviceState["keys"][number]): number =>
    key.certificates.filter(({ serial }) => serials.includes(serial)).length;
  return [...(state?.keys ?? [])].sort((a, b) => opened(b) - opened(a)).find((key) => opened(key) > 0);
}

export function useAskedDrill(scanned: ScannedLink) {
  const { state, device } = useDevice();
  const api = useApi();
  const error = ref<unknown>(null);
  const claim = shallowRef<Claim>();
  const verdicts = ref<Record<string, Verdict>>({});
  // Made once: should the platform's reply be lost, the same are sent again.
  let answers: Answer[] | undefined;
  const { step, secondsLeft, ask, reject } = useStep(() => claim.value?.expires_at, say);

  const certificates = computed(
    () => claim.value?.messages.map(({ serial, not_after }) => ({ serial, notAfter: not_after })) ?? [],
  );
  const opener = computed(() =>
    openerOf(
      state.value,
      certificates.value.map(({ serial }) => serial),
    ),
  );
  const path = (what: string): string =>
    `/api/v1/drills/${encodeURIComponent(claim.value?.session ?? "")}/${what}`;

  function say(): Promise<void> {
    return turnAway(path("rejection"), claim.value?.token);
  }

  async function begin(): Promise<void> {
    error.value = null;
    try {
      await device();
      const { i, t } = scanned.link.values;
      claim.value = await api.post<Claim>("/api/v1/drills/claims", { i, t }, { patience: claimPatience });
      ask();
    } catch (reason) {
      error.value = reason;
    }
  }

  async function answerOf(keyId: string, pin: PinEntry, asked: Claim["messages"][number]): Promise<Answer> {
    const { serial, message } = asked;
    if (!opener.value?.certificates.some((certificate) => certificate.serial === serial))
      return { serial, digest: null };
    verdicts.value[serial] = "trying";
    try {
      return { serial, digest: await (await device()).answerDrill(keyId, pin, serial, fromBase64(message)) };
    } catch (reason) {
      verdicts.value[serial] = "untried";
      if (isDeviceFailure(reason, "decryption_failed")) return { serial, digest: null };
      throw isDeviceFailure(reason, "malformed") ? new Refusal("not_a_drill") : reason;
    }
  }

  async function tryAll(asked: Claim): Promise<Answer[] | undefined> {
    const key = opener.value;
    if (!key) return asked.messages.map(({ serial }) => ({ serial, digest: null }));
    const tried = await withPin({ keyId: key.id, purpose: "drill", detail: asked.site_name }, async (pin) => {
      const all: Answer[] = [];
      for (const message of asked.messages) {
        const answer = await answerOf(key.id, pin, message);
        verdicts.value[answer.serial] = answer.digest === null ? "closed" : "opens";
        all.push(answer);
      }
      return all;
    });
    return tried?.value;
  }

  async function start(): Promise<void> {
    const asked = claim.value;
    if (!asked || step.value !== "asking") return;
    error.value = null;
    step.value = "sending";
    try {
      answers ??= await tryAll(asked);
      if (answers) {
        const told = await api.post<{ certificates: { serial: string; opens: boolean }[] }>(path("answer"), {
          token: asked.token,
          answers,
        });
        for (const { serial, opens } of told.certificates)
          verdicts.value[serial] = opens ? "opens" : "closed";
      }
      step.value = answers ? "confirmed" : "asking";
    } catch (reason) {
      error.value = reason;
      step.value = "asking";
      // Not what the person agreed to answer.
      if (reason instanceof Refusal) await reject();
    }
  }

  return { step, error, claim, certificates, opener, verdicts, secondsLeft, begin, start, reject };
}
