// Signing one PDF: what can be signed, with which key, how it looks, and where the signed file goes.
import { computed, ref, shallowRef } from "vue";

import { Refusal } from "../device/describe_failure";
import { type UsableKey, usableKeys } from "../device/keys";
import { useApi } from "../device/use_api";
import { useDevice } from "../device/use_device";
import { withPin } from "../pin/use_pin";
import type { Appearance } from "./appearance";
import type { ChosenFile } from "./chosen_file";

export interface Placed {
  page: number;
  rect: [number, number, number, number];
}

export function useSigning(file: ChosenFile) {
  const { state, device } = useDevice();
  const api = useApi();
  const keys = computed(() => usableKeys(state.value?.keys ?? []));
  const step = ref<"opening" | "placing" | "signing" | "sending" | "signed">("opening");
  const error = ref<unknown>(null);
  const signed = shallowRef<Uint8Array | null>(null);

  // Refuses what can't be signed.
  async function open(): Promise<void> {
    error.value = null;
    step.value = "opening";
    try {
      const info = await (await device()).pdf.open(file.bytes);
      if (!info.signable) throw new Refusal(`pdf_${info.reason ?? "not_signable"}`);
      step.value = "placing";
    } catch (reason) {
      error.value = reason;
    }
  }

  // Hands the signed file to the relying party that asked for it, if one did.
  async function send(): Promise<void> {
    error.value = null;
    if (file.claim && signed.value) {
      step.value = "sending";
      const path = `/api/v1/documents/${encodeURIComponent(file.claim.session)}/signed`;
      const headers = { "X-Document-Token": file.claim.token };
      try {
        await api.put(path, new Blob([signed.value as BlobPart]), "application/pdf", { headers });
      } catch (reason) {
        error.value = reason;
        step.value = "placing";
        return;
      }
    }
    step.value = "signed";
  }

  async function sign(used: UsableKey, placed: Placed, look: Appearance, reason: string): Promise<void> {
    if (step.value !== "placing") return;
    if (signed.value) return send(); // signed already, only not sent
    error.value = null;
    const request = {
      pdf: file.bytes,
      page: placed.page,
      rect: placed.rect,
      picture: { width: look.width, height: look.height, rgba: look.rgba },
      lines: [],
      name: used.certificate.name,
      reason,
      location: "",
      time: Math.floor(Date.now() / 1000),
    };
    try {
      const opened = await device();
      const made = await withPin({ keyId: used.key.id, purpose: "sign", detail: file.name }, (pin) =>
        opened.pdf.sign(used.key.id, pin, request),
      );
      if (!made) return;
      signed.value = made.value;
      await send();
    } catch (failure) {
      error.value = failure;
    }
  }

  return { keys, step, error, signed, open, sign };
}
