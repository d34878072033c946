// Who has opened the desk, for as long as this tab lives.
import { computed, ref } from "vue";

export type Role = "acceptance" | "review" | "administrator";

export interface Session {
  operator: string;
  name: string;
  role: Role;
  token: string;
  expires_at: number; // Unix seconds
}

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

function begin(opened: Session): void {
  session.value = opened;
  sessionStorage.setItem(stored, JSON.stringify(opened));
}

function end(): void {
  session.value = undefined;
  sessionStorage.removeItem(stored);
}

export function useSession() {
  return { session, role, begin, end };
}
