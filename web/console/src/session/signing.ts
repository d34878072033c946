// Signing a text intent with the key of this browser, and opening the desk with one.
import type { PinEntry } from "@palmkey/shared/device";
import { DeviceError } from "@palmkey/shared/device";
import { operatorOf, openDesk, type SignedIntent, signText } from "@palmkey/shared/operator";

import { openApi } from "./api.ts";
import { useDevice } from "./device.ts";
import { useSession } from "./session.ts";

export type { SignedIntent };

export function timeNow(): number {
  return Math.floor(Date.now() / 1000);
}

export async function signHere(intent: string, pin: PinEntry): Promise<SignedIntent> {
  const device = await useDevice().opened();
  const operator = operatorOf(await device.state());
  if (!operator) throw new DeviceError({ code: "not_activated", waitSeconds: 0 });
  return signText(device, operator, pin, intent);
}

// An intent with the officer's name and the time, which every one of theirs has.
export async function operatorIntent(type: string, fields: Record<string, string>): Promise<string> {
  const device = await useDevice().opened();
  return device.makeIntent(type, { ...fields, operator: useSession().session.value?.operator ?? "" });
}

export async function openDeskHere(pin: PinEntry): Promise<void> {
  useSession().begin(await openDesk(await useDevice().opened(), openApi, pin));
}
