// One order at a time, and the scans of it and of the next one, fetched ahead.
import { DeviceError } from "@palmkey/shared/device";
import { ref, shallowRef } from "vue";

import { useApi } from "../session/api.ts";
import { useDevice } from "../session/device.ts";
import type { DeskOrder } from "./types.ts";

const { inSession } = useApi();

// Scans by order, kind and digest; the oldest go first.
const scans = new Map<string, Promise<Blob>>();
const most = 24;

export function pathOf(number: string): string {
  return `/api/v1/desk/orders/${encodeURIComponent(number)}`;
}

// The scan that is shown must be the one whose digest is signed.
export async function checkedContent(blob: Blob, digest: string): Promise<Blob> {
  const device = await useDevice().opened();
  if ((await device.digestOf(new Uint8Array(await blob.arrayBuffer()))) !== digest)
    throw new DeviceError({ code: "scan_differs", waitSeconds: 0 });
  return blob;
}

export function scanOf(number: string, kind: string, digest: string): Promise<Blob> {
  const name = `${number}/${kind}/${digest}`;
  const known = scans.get(name);
  if (known) return known;
  const path =
    kind === "seal"
      ? `${pathOf(number)}/seal.png`
      : `${pathOf(number)}/attachments/${encodeURIComponent(kind)}`;
  const fetched = inSession((api) => api.blob(path)).then((blob) => checkedContent(blob, digest));
  scans.set(name, fetched);
  fetched.catch(() => scans.delete(name));
  for (const oldest of scans.keys()) {
    if (scans.size <= most) break;
    scans.delete(oldest);
  }
  return fetched;
}

async function fetchOrder(number: string): Promise<DeskOrder> {
  const order = await inSession((api) => api.get<DeskOrder & { duplicates: unknown }>(pathOf(number)));
  // In the queue `duplicates` is a number, here it is the list of them.
  return Array.isArray(order.duplicates)
    ? { ...order, duplicates_list: order.duplicates, duplicates: order.duplicates.length }
    : order;
}

export function fetchAhead(number: string): void {
  fetchOrder(number)
    .then((order) => {
      for (const { kind, uploaded } of order.attachments)
        if (uploaded) scanOf(number, kind, uploaded.digest).catch(() => undefined);
    })
    .catch(() => undefined); // whoever opens it is told
}

export function useOrder() {
  const order = shallowRef<DeskOrder>();
  const loading = ref(false);
  const error = shallowRef<unknown>();
  let newest = 0;

  async function load(number: string): Promise<void> {
    const mine = ++newest;
    loading.value = true;
    error.value = undefined;
    if (order.value?.number !== number) order.value = undefined;
    try {
      const found = await fetchOrder(number);
      if (mine === newest) order.value = found;
    } catch (failure) {
      if (mine === newest) {
        error.value = failure;
        order.value = undefined;
      }
    } finally {
      if (mine === newest) loading.value = false;
    }
  }

  return { order, loading, error, load };
}
