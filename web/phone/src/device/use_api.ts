// The front's API: of the platform that the phone is configured for, else of the one that the app came from.
import { language } from "../i18n";
import type { Api } from "./contract";
import { useDevice } from "./use_device";

const modules = import.meta.glob<{ Api: new (baseUrl: string, language: () => string) => Api }>(
  "../../../shared/src/http.ts",
);

const made = new Map<string, Api>();

export async function useApi(): Promise<Api> {
  const base = useDevice().state.value?.baseUrl || location.origin;
  const known = made.get(base);
  if (known) return known;
  const load = Object.values(modules)[0];
  if (!load) throw new Error("api unavailable");
  const api = new (await load()).Api(base, language);
  made.set(base, api);
  return api;
}
