// Signing a text intent with the officer's key, and opening the desk with one.
import type { PinEntry } from "@palmkey/shared/device";
import { DeviceError } from "@palmkey/shared/device";

import { openApi } from "./api.ts";
import { useDevice } from "./device.ts";
import { type Session, useSession } from "./session.ts";

export interface SignedIntent {
  intent: string;
  signature: string; // base64 of DER
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function timeNow(): number {
  return Math.floor(Date.now() / 1000);
}

export async function signText(intent: string, pin: PinEntry): Promise<SignedIntent> {
  const { opened, key } = useDevice();
  const device = await opened();
  if (!key.value) throw new DeviceError({ code: "not_activated", waitSeconds: 0 });
  return { intent, signature: base64(await device.sign(key.value.id, pin, "text", intent)) };
}

// An intent with the officer's name and the time, which every one of theirs has.
export async function operatorIntent(type: string, fields: Record<string, string>): Promise<string> {
  const { opened, operatorId } = useDevice();
  const device = await opened();
  return device.makeIntent(type, { ...fields, operator: operatorId.value });
}

// The vault counts PINs; the front only believes the signature.
export async function openDesk(pin: PinEntry): Promise<Session> {
  const { opened, state } = useDevice();
  await opened();
  const challenge = await openApi.get<{ session: string; origin: string }>("/api/v1/desk/challenge");
  if (challenge.origin !== state.value?.baseUrl)
    throw new DeviceError({ code: "another_origin", waitSeconds: 0 });
  const intent = await operatorIntent("desk", { origin: challenge.origin, session: challenge.session });
  const session = await openApi.post<Session>("/api/v1/desk/sessions", await signText(intent, pin));
  useSession().begin(session);
  return session;
}
