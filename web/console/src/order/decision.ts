// From the officer's wish to a decision that the front has taken. A decision that was signed but did not arrive is kept
// in this tab and handed in as it was signed.
import { ApiError } from "@palmkey/shared/http";

import { text } from "../i18n.ts";
import { useApi } from "../session/api.ts";
import { useDevice } from "../session/device.ts";
import { type Role, useSession } from "../session/session.ts";
import { type SignedIntent, timeNow } from "../session/signing.ts";
import { askSignature } from "../sign/signature.ts";
import { pathOf } from "./order.ts";
import type { DeskOrder } from "./types.ts";

export type Step = "acceptance" | "review" | "recovery";

export interface Wanted {
  approve: boolean;
  step: Step;
  fields: string[];
  reason: string;
}

export function stepOf(role: Role | undefined): Step {
  return role === "review" || role === "recovery" ? role : "acceptance";
}

const { inSession } = useApi();

function nameOf(number: string): string {
  return `palmkey-decision-${number}`;
}

export function keptDecision(number: string): SignedIntent | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(number)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

export function forgetDecision(number: string): void {
  sessionStorage.removeItem(nameOf(number));
}

// The refusals after which the same signature may still be good.
function mayArriveLater(failure: unknown): boolean {
  return !(failure instanceof ApiError) || failure.code === "network" || failure.status >= 500;
}

export async function handIn(number: string, signed: SignedIntent): Promise<void> {
  sessionStorage.setItem(nameOf(number), JSON.stringify(signed));
  try {
    await inSession((api) => api.post(`${pathOf(number)}/decisions`, signed));
    forgetDecision(number);
  } catch (failure) {
    if (!mayArriveLater(failure)) forgetDecision(number);
    throw failure;
  }
}

// The intent of the decision, checked by this device against what the officer reads.
export async function composeDecision(order: DeskOrder, wanted: Wanted): Promise<string> {
  const device = await useDevice().opened();
  return device.composeDecision(
    {
      applicationText: order.application_text,
      applicationDigest: order.application_digest,
      approval: order.approval,
    },
    {
      ...wanted,
      operator: useSession().session.value?.operator ?? "",
      order: order.number,
      time: timeNow(),
    },
  );
}

// False if it was not signed.
export async function conclude(number: string, wanted: Wanted, intent: string): Promise<boolean> {
  const title = wanted.approve ? text(`order.sign_${wanted.step}`) : text("order.sign_reject");
  const signed = await askSignature({ title, about: number, intent, danger: !wanted.approve });
  if (!signed) return false;
  await handIn(number, signed);
  return true;
}
