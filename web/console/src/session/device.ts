// This browser as an officer's device. It is opened once; its state is kept up to date for the screens.
import { Device, type DeviceState } from "@palmkey/shared/device";
import { operatorOf } from "@palmkey/shared/operator";
import { computed, shallowRef } from "vue";

const state = shallowRef<DeviceState>();
const operator = computed(() => operatorOf(state.value));
const key = computed(() => operator.value?.key);
const operatorId = computed(() => operator.value?.id ?? "");
const operatorName = computed(() => operator.value?.name ?? "");

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

export function useDevice() {
  return { opened, state, key, operatorId, operatorName };
}
