// This browser as an officer's device. It is opened once; its state is kept up to date for the screens.
import { Device, type DeviceState, type KeyInfo } from "@palmkey/shared/device";
import { computed, shallowRef } from "vue";

const label = "operator";

const state = shallowRef<DeviceState>();
const key = computed<KeyInfo | undefined>(() => state.value?.keys.find((one) => one.label === label));
// The vault answers "identifier name".
const operatorId = computed(() => key.value?.holder.split(" ", 1)[0] ?? "");
const operatorName = computed(() => key.value?.holder.slice(operatorId.value.length + 1) ?? "");

let opening: Promise<Device> | undefined;

async function open(): Promise<Device> {
  const device = await Device.open("console");
  device.onChange((now) => (state.value = now));
  state.value = await device.state();
  return device;
}

// A second call after a failure tries again.
function opened(): Promise<Device> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

export const operatorLabel = label;

export function useDevice() {
  return { opened, state, key, operatorId, operatorName };
}
