// What waits on the officer's phone: each intent goes there by the front and comes back signed, refused, or not at all.
// Nothing here is believed by the vault; the phone shows the intent itself.
import { computed, reactive, ref } from "vue";

import { sentenceOf } from "../errors.ts";
import { useApi } from "../session/api.ts";
import { useSession } from "../session/session.ts";
import type { SignedIntent } from "../session/signing.ts";
import type { Asked } from "./signature.ts";

export interface OnPhone {
  id: string;
  title: string;
  about: string;
  // `ended`: expired, withdrawn or lost with the session. `failed`: signed, but refused by the front; see `problem`.
  state: "waiting" | "signed" | "refused" | "ended" | "failed";
  problem: string;
}

interface Request {
  id: string;
  state: "waiting" | "signed" | "refused" | "expired";
  intent?: string;
  signature?: string;
}

const path = "/api/v1/desk/signature-requests";
const every = 1000; // milliseconds
const awaySeconds = 12; // without a word from the phone

const { inSession } = useApi();
const { byPhone } = useSession();
const items = reactive<OnPhone[]>([]);
const answers = new Map<string, (signed: SignedIntent | undefined) => void>();
const phoneSeen = ref<number | null>(null);
const waiting = computed(() => items.filter((item) => item.state === "waiting"));
const away = computed(() => phoneSeen.value === null || phoneSeen.value > awaySeconds);
let polling = false;

function settle(item: OnPhone, state: OnPhone["state"], signed?: SignedIntent): void {
  item.state = state;
  answers.get(item.id)?.(signed);
  answers.delete(item.id);
}

function take(item: OnPhone, request: Request | undefined): void {
  if (request?.state === "waiting") return;
  if (request?.state === "signed" && request.intent && request.signature)
    settle(item, "signed", { intent: request.intent, signature: request.signature });
  else settle(item, request?.state === "refused" ? "refused" : "ended");
}

async function poll(): Promise<void> {
  if (polling) return;
  polling = true;
  while (waiting.value.length > 0) {
    const asked = [...waiting.value];
    if (!byPhone.value) {
      for (const item of asked) settle(item, "ended");
      break;
    }
    try {
      const answer = await inSession((api) =>
        api.get<{ requests: Request[]; phone_seen_seconds_ago: number | null }>(path),
      );
      phoneSeen.value = answer.phone_seen_seconds_ago;
      for (const item of asked)
        if (item.state === "waiting")
          take(
            item,
            answer.requests.find(({ id }) => id === item.id),
          );
    } catch {
      phoneSeen.value = null; // shown as away; asked again
    }
    if (waiting.value.length > 0) await new Promise((resolve) => setTimeout(resolve, every));
  }
  polling = false;
}

// Undefined if it was not signed.
export async function askPhone(asked: Asked): Promise<SignedIntent | undefined> {
  const { id } = await inSession((api) => api.post<Request>(path, { intent: asked.intent }));
  items.push({ id, title: asked.title, about: asked.about, state: "waiting", problem: "" });
  void poll();
  return new Promise((resolve) => answers.set(id, resolve));
}

// What was signed could not be handed in.
export function noteFailure(about: string, failure: unknown): void {
  const item = [...items].reverse().find((one) => one.about === about);
  if (item) Object.assign(item, { state: "failed", problem: sentenceOf(failure) });
}

async function withdraw(item: OnPhone): Promise<void> {
  settle(item, "ended");
  await inSession((api) => api.delete(`${path}/${item.id}`)).catch(() => undefined);
}

function dismiss(item: OnPhone): void {
  items.splice(items.indexOf(item), 1);
}

// A page that was loaded anew waits for nothing: what the phone still shows would go nowhere.
export async function withdrawAll(): Promise<void> {
  await inSession((api) => api.delete(path)).catch(() => undefined);
}

export function usePhone() {
  return { items, waiting, away, withdraw, dismiss };
}
