// The phone's device: opened once, when a screen first asks for it, and shared by all of them.
import { Device } from "@palmkey/shared/device";
import type { DeviceState } from "@palmkey/shared/device";
import { type Ref, readonly, ref, shallowRef } from "vue";

const state = shallowRef<DeviceState | null>(null);
const failure = ref<unknown>(null);
let opening: Promise<Device> | undefined;

async function open(): Promise<Device> {
  const device = await Device.open("phone");
  device.onChange((changed) => (state.value = changed));
  state.value = await device.state();
  return device;
}

function device(): Promise<Device> {
  if (opening) return opening;
  failure.value = null;
  opening = open().catch((error: unknown) => {
    opening = undefined;
    failure.value = error;
    throw error;
  });
  return opening;
}

// `state` is null until the device is open; `failure` says why it could not be opened; `device()` waits for it and
// tries again after a failure.
export function useDevice(): {
  state: Readonly<Ref<DeviceState | null>>;
  failure: Readonly<Ref<unknown>>;
  device: () => Promise<Device>;
} {
  void device().catch(() => undefined);
  return { state, failure: readonly(failure), device };
}
