// An application on its way, from the QR code to the order's number. It is stored at each change, so that leaving and
// coming back loses nothing; it belongs to the number that was proven, and ends after three days.
import { computed, shallowRef, triggerRef } from "vue";

import { cleaned, emptyApplication, type Step } from "../model/form";
import type { Application, Service } from "../types";
import { Stored } from "./stored";

export interface Draft {
  service: string;
  selfApplication: boolean;
  phone: string;
  // Digests of the agreements that were accepted, by their identifiers.
  accepted: Record<string, string>;
  form: Application;
  follows?: string; // serial number of the signing certificate that it is about, or number of the order that brought it
  otherNumber?: boolean; // the certificate was got under another number, so that nothing is known of its holder
  selfService?: boolean; // an unlocking that one officer approves
  step: Step;
  savedAt: number; // Unix milliseconds
  // A request whose answer is not known; it must be sent again as it was, or there could be two orders.
  sent?: { key: string; body: string };
}

export interface Entry {
  service: string;
  selfApplication: boolean;
}

const lifetime = 3 * 24 * 3600 * 1000;
const storedDraft = new Stored<Draft>(() => localStorage, "palmkey.application");
const storedEntry = new Stored<Entry>(() => sessionStorage, "palmkey.entry");

function readDraft(): Draft | undefined {
  const found = storedDraft.read();
  if (found && Date.now() - found.savedAt <= lifetime) return found;
  storedDraft.write(undefined);
  return undefined;
}

export const draft = shallowRef<Draft | undefined>(readDraft());
const entered = shallowRef<Entry | undefined>(storedEntry.read());

// What the entry QR code named; without one the first service, begun without a code.
export const entry = computed(() => entered.value);

export function enter(service: string, selfApplication: boolean): void {
  entered.value = { service, selfApplication };
  storedEntry.write(entered.value);
}

export function saveDraft(): void {
  if (!draft.value) return;
  draft.value.savedAt = Date.now();
  storedDraft.write(draft.value);
  triggerRef(draft);
}

export function dropDraft(): void {
  draft.value = undefined;
  storedDraft.write(undefined);
}

// Begins an application, or goes on with the one that this number has begun for the service.
export function beginDraft(service: Service, phone: string, selfApplication: boolean): Draft {
  const found = draft.value;
  if (found && found.service === service.id && found.phone === phone && found.follows === undefined) {
    found.selfApplication ||= selfApplication;
  } else {
    draft.value = {
      service: service.id,
      selfApplication,
      phone,
      accepted: {},
      form: emptyApplication(service, phone),
      step: "term",
      savedAt: Date.now(),
    };
  }
  saveDraft();
  return draft.value!;
}

// The number that it was begun with is another one now.
export function moveDraft(before: string, phone: string): void {
  if (draft.value?.phone !== before) return;
  draft.value.phone = phone;
  draft.value.form.applicant.phone = phone;
  saveDraft();
}

// Begins an application about a certificate, in place of any other.
export function beginFollowing(
  service: Service,
  phone: string,
  follows: string,
  form: Application,
  otherNumber: boolean,
): void {
  draft.value = {
    service: service.id,
    selfApplication: false,
    phone,
    accepted: {},
    form,
    follows,
    otherNumber,
    step: "term",
    savedAt: Date.now(),
  };
  saveDraft();
}

export function orderRequest(from: Draft, captcha: { id: string; answer: string }): unknown {
  return {
    ...cleaned(from.form),
    service: from.service,
    ...(from.follows !== undefined && { follows: from.follows }),
    captcha,
    agreements_accepted: true,
    self_application: from.selfApplication,
    self_service: from.selfService === true,
  };
}
