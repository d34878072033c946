// The phone's device: opened once, when a screen first asks for it, and shared by all of them.
import { type Ref, readonly, ref, shallowRef } from "vue";

import type { Device, DeviceState } from "./contract";

const modules = import.meta.glob<{ Device: { open(name: string): Promise<Device> } }>(
  "../../../shared/src/device.ts",
);

const state = shallowRef<DeviceState | null>(null);
const failure = ref<unknown>(null);
let opening: Promise<Device> | undefined;

async function open(): Promise<Device> {
  const load = Object.values(modules)[0];
  if (!load) throw new Error("device unavailable");
  const device = await (await load()).Device.open("phone");
  device.onChange((changed) => (state.value = changed));
  state.value = await device.state();
  return device;
}

function device(): Promise<Device> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    failure.value = error;
    throw error;
  });
  failure.value = null;
  return opening;
}

// `state` is null until the device is open; `failure` says why it could not be opened; `device()` waits for it.
export function useDevice(): {
  state: Readonly<Ref<DeviceState | null>>;
  failure: Readonly<Ref<unknown>>;
  device: () => Promise<Device>;
} {
  void device().catch(() => undefined);
  return { state, failure: readonly(failure), device };
}
