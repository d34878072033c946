// The front's API: of the platform that the phone is configured for, else of the one that the app came from.
import { Api } from "@palmkey/shared/http";

import { language } from "../i18n";
import { useDevice } from "./use_device";

const made = new Map<string, Api>();

export function useApi(): Api {
  const base = useDevice().state.value?.baseUrl || location.origin;
  const api = made.get(base) ?? new Api(base, language);
  made.set(base, api);
  return api;
}
