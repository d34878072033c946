// The front's API in the desk's session. A session that has ended is opened again, with a PIN, and the request goes
// on from where it stood.
import { Api, ApiError } from "@palmkey/shared/http";
import { ref } from "vue";

import { language } from "../i18n.ts";
import { useSession } from "./session.ts";

const { session, end } = useSession();
const front = new Api("", language);

// Without a session: for opening one.
export const openApi = front;

interface Asked {
  done: () => void;
  given_up: (error: unknown) => void;
}
const asked = ref<Asked>();
let waiting: Promise<void> | undefined;

// What the dialog over the page answers to.
export function useSignInQuestion() {
  return { asked };
}

function signInAgain(error: unknown): Promise<void> {
  waiting ??= new Promise<void>((done, given_up) => {
    asked.value = { done, given_up: () => given_up(error) };
  }).finally(() => {
    asked.value = undefined;
    waiting = undefined;
  });
  return waiting;
}

async function inSession<T>(work: (api: Api) => Promise<T>): Promise<T> {
  front.token = session.value?.token;
  try {
    return await work(front);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "not_signed_in") throw error;
    await signInAgain(error);
    front.token = session.value?.token;
    return work(front);
  }
}

export function useApi() {
  return { inSession };
}

// Tells the front, whether it hears it or not.
export async function signOut(): Promise<void> {
  front.token = session.value?.token;
  end();
  await front.delete("/api/v1/desk/sessions").catch(() => undefined);
  front.token = undefined;
}
