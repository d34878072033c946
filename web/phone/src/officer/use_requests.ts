// What the console that this phone has signed in wants signed. Each intent is read by the device; nothing is signed that
// was not shown.
import type { PinEntry } from "@palmkey/shared/device";
import { type SignedIntent, signText } from "@palmkey/shared/operator";
import { onBeforeUnmount, onMounted, ref, shallowRef } from "vue";

import { codeOf, Refusal } from "../device/describe_failure";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import { consoleApi, consolePath, consoleSession, keepConsole } from "./console_session";
import { useOfficer } from "./use_officer";

interface Request {
  id: string;
  intent: string;
  expires_at: number;
}

export interface Prepared {
  id: string;
  intent: string; // what will be signed
  lines: [string, string][]; // of it, as the device reads them
  refusal?: unknown; // why it can't be signed
  link?: string | undefined; // of an appointment: what the new officer is handed
}

export interface Appointed {
  name: string;
  link: string;
}

const types = [
  ...["approve", "unlock", "recover", "reject", "revoke", "hold", "release"],
  ...["appoint", "dismiss", "register-site", "remove-site"],
];
const longestAge = 600; // seconds between an intent's time and now
const every = 1500; // milliseconds

// Shown until the officer has handed them on; they are nowhere else.
const appointed = shallowRef<Appointed[]>([]);

export function useRequests() {
  const { device } = useDevice();
  const { need } = useOfficer();
  const requests = shallowRef<Prepared[]>([]);
  const error = ref<unknown>(null);
  const ended = ref(false);
  const busy = ref(false);
  const signed = new Map<string, SignedIntent>(); // made, but perhaps not delivered
  let known = new Map<string, Prepared>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;

  // The one-time code of an appointment is this device's to make: the front and the console never see it.
  async function withActivation(intent: string, lines: [string, string][]): Promise<[string, string?]> {
    const { type, ...fields } = Object.fromEntries(lines);
    if (type !== "appoint" || fields["activation"] !== "") return [intent];
    const opened = await device();
    const { digest, link } = await opened.makeActivation();
    return [await opened.makeIntent(type, { ...fields, activation: digest }), link];
  }

  async function prepare({ id, intent: asked }: Request): Promise<Prepared> {
    try {
      const opened = await device();
      const officer = need();
      const read = (text: string) => opened.summarise(officer.key.id, "text", text);
      const [intent, link] = await withActivation(asked, (await read(asked)).lines);
      const { lines } = await read(intent);
      const fields = Object.fromEntries(lines);
      const age = Math.abs(Date.now() - Date.parse(fields["time"] ?? "")) / 1000;
      const mine = types.includes(fields["type"] ?? "") && fields["operator"] === officer.id;
      return { id, intent, lines, link, ...(mine && age <= longestAge ? {} : refused(mine)) };
    } catch (refusal) {
      return { id, intent: asked, lines: [], refusal };
    }
  }

  function refused(mine: boolean): { refusal: unknown } {
    return { refusal: new Refusal(mine ? "stale" : "wrong_intent_type") };
  }

  function end(): void {
    keepConsole(undefined);
    requests.value = [];
    ended.value = true;
  }

  function noteFailure(reason: unknown): void {
    if (["console_session_ended", "sign_in_unknown"].includes(codeOf(reason))) end();
    else error.value = reason;
  }

  async function refresh(): Promise<void> {
    const session = consoleSession.value;
    if (!session) return;
    try {
      const path = `${consolePath(session)}/signature-requests`;
      const answer = await consoleApi(session).get<{ requests: Request[] }>(path);
      const all = await Promise.all(
        answer.requests.map(async (request) => known.get(request.id) ?? prepare(request)),
      );
      known = new Map(all.map((one) => [one.id, one]));
      requests.value = all;
      if (codeOf(error.value) === "network") error.value = null;
    } catch (reason) {
      noteFailure(reason);
    }
  }

  async function attend(): Promise<void> {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !busy.value) await refresh();
    if (!left) timer = setTimeout(() => void attend(), every);
  }

  async function deliver(one: Prepared, pin: PinEntry): Promise<void> {
    const session = consoleSession.value;
    if (!session) throw new Refusal("console_session_ended");
    const answer = signed.get(one.id) ?? (await signText(await device(), need(), pin, one.intent));
    signed.set(one.id, answer);
    await consoleApi(session).post(
      `${consolePath(session)}/signature-requests/${encodeURIComponent(one.id)}/signature`,
      answer,
    );
    if (one.link) {
      const name = new Map(one.lines).get("name") ?? "";
      appointed.value = [...appointed.value, { name, link: one.link }];
    }
    requests.value = requests.value.filter(({ id }) => id !== one.id);
  }

  // Those that are shown now and no others, with one PIN. One that was withdrawn meanwhile stops nobody.
  async function signAll(detail: string): Promise<void> {
    const batch = requests.value.filter((one) => !one.refusal);
    const left_over = new Set(batch);
    if (busy.value || batch.length === 0) return;
    busy.value = true;
    error.value = null;
    try {
      await withPin({ keyId: need().key.id, purpose: "sign", detail }, async (pin) => {
        for (const one of left_over) {
          try {
            await deliver(one, pin);
          } catch (reason) {
            if (!codeOf(reason).startsWith("signature_request_")) throw reason;
            error.value = reason;
          }
          left_over.delete(one);
        }
      });
    } catch (reason) {
      noteFailure(reason);
    } finally {
      busy.value = false;
      await refresh();
    }
  }

  async function call(work: () => Promise<unknown>): Promise<void> {
    error.value = null;
    try {
      await work();
    } catch (reason) {
      noteFailure(reason);
    }
    await refresh();
  }

  function refuse(one: Prepared): Promise<void> {
    return call(async () => {
      const session = consoleSession.value;
      if (!session) return;
      await consoleApi(session).post(
        `${consolePath(session)}/signature-requests/${encodeURIComponent(one.id)}/refusal`,
      );
    });
  }

  function endSession(): Promise<void> {
    return call(async () => {
      const session = consoleSession.value;
      if (session) await consoleApi(session).delete(consolePath(session));
      end();
    });
  }

  function handedOn(one: Appointed): void {
    appointed.value = appointed.value.filter((other) => other !== one);
  }

  const look = (): void => void attend();
  onMounted(() => {
    document.addEventListener("visibilitychange", look);
    look();
  });
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  });
  return { requests, appointed, error, ended, busy, signAll, refuse, endSession, handedOn };
}
