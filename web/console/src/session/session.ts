// Who has opened the desk, for as long as this tab lives.
import type { Role, Session } from "@palmkey/shared/operator";
import { computed, ref } from "vue";

export type { Role, Session };

// Who decides on orders, who gives keys back, who administers, and all of them.
export const deciding: Role[] = ["acceptance", "review", "recovery"];
export const recovering: Role[] = ["recovery"];
export const administrators: Role[] = ["administrator"];
export const everyone: Role[] = [...deciding, ...administrators];

const stored = "palmkey-desk";

function kept(): Session | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(stored) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

const session = ref<Session | undefined>(kept());
const role = computed(() => session.value?.role);
// Whether what is signed is signed on the officer's phone, not here.
const byPhone = computed(() => session.value?.by_phone === true);

function begin(opened: Session): void {
  session.value = opened;
  sessionStorage.setItem(stored, JSON.stringify(opened));
}

function end(): void {
  session.value = undefined;
  sessionStorage.removeItem(stored);
}

export function useSession() {
  return { session, role, byPhone, begin, end };
}
