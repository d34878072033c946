// The console that this phone has signed in, for as long as the tab lives; another console takes its place.
import { Api } from "@palmkey/shared/http";
import { shallowRef } from "vue";

import { Stored } from "../apply/flow/stored";
import { language } from "../i18n";

export interface ConsoleSession {
  entrance: string;
  token: string;
  place: string;
  baseUrl: string;
}

const stored = new Stored<ConsoleSession>(() => sessionStorage, "palmkey.console");

export const consoleSession = shallowRef<ConsoleSession | undefined>(stored.read());

export function keepConsole(session: ConsoleSession | undefined): void {
  consoleSession.value = session;
  stored.write(session);
}

// The front with the token that belongs to the console's sign-in.
export function consoleApi(session: Pick<ConsoleSession, "token" | "baseUrl">): Api {
  const api = new Api(session.baseUrl, language);
  api.token = session.token;
  return api;
}

export function consolePath(session: Pick<ConsoleSession, "entrance">): string {
  return `/api/v1/desk/entrances/${encodeURIComponent(session.entrance)}`;
}
