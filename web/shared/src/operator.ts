// An officer's device, whether a browser at a desk or a phone: one key, the same intents, the same way to open the desk.
import { type Device, DeviceError, type DeviceState, type KeyInfo, type PinEntry } from "./device.ts";
import type { Api } from "./http.ts";

export const operatorLabel = "operator";

export type Role = "acceptance" | "review" | "recovery" | "administrator";

export interface Operator {
  key: KeyInfo;
  id: string;
  name: string;
}

// Whose device this is. The vault answers "identifier name"; after another activation the newest key counts.
export function operatorOf(state: DeviceState | null | undefined): Operator | undefined {
  const key = state?.keys.filter((one) => one.label === operatorLabel).at(-1);
  if (!key) return undefined;
  const id = key.holder.split(" ", 1)[0] ?? "";
  return { key, id, name: key.holder.slice(id.length + 1) };
}

export interface SignedIntent {
  intent: string;
  signature: string; // base64 of DER
}

export interface Session {
  operator: string;
  name: string;
  role: Role;
  token: string;
  expires_at: number; // Unix seconds
  by_phone: boolean; // whether a phone let this browser in
}

export async function signText(
  device: Device,
  operator: Operator,
  pin: PinEntry,
  intent: string,
): Promise<SignedIntent> {
  const signature = await device.sign(operator.key.id, pin, "text", intent);
  return { intent, signature: btoa(String.fromCharCode(...signature)) };
}

// A `desk` intent for this platform and no other: what an officer signs to open the desk here, or with `place` and
// `code` in the browser there.
export async function deskIntent(
  device: Device,
  operator: Operator,
  asked: { origin: string; session: string; place?: string; code?: string },
): Promise<string> {
  const { origin, session, place = "", code = "" } = asked;
  if (origin !== (await device.state()).baseUrl)
    throw new DeviceError({ code: "another_origin", waitSeconds: 0 });
  return device.makeIntent("desk", { operator: operator.id, origin, session, place, code });
}

// The vault counts PINs; the front only believes the signature. The first signature ends the activation.
export async function openDesk(device: Device, api: Api, pin: PinEntry): Promise<Session> {
  const operator = operatorOf(await device.state());
  if (!operator) throw new DeviceError({ code: "not_activated", waitSeconds: 0 });
  const challenge = await api.get<{ session: string; origin: string }>("/api/v1/desk/challenge");
  const intent = await deskIntent(device, operator, challenge);
  return api.post<Session>("/api/v1/desk/sessions", await signText(device, operator, pin, intent));
}
