// The new phone of a change of phone: a code for the old one, and the key once the old one has handed it over. The PIN
// that is chosen here will be the key's; it stays in the device's memory until the key has come or the page is left.
import type { PinEntry } from "@palmkey/shared/device";
import { onBeforeUnmount, ref, shallowRef } from "vue";

import { isDeviceFailure } from "../device/describe_failure";
import { useDevice } from "../device/use_device";
import { choosePin, typePin } from "../pin/use_pin";

const pause = 2000; // between two questions whether the key has come, ms

export function useReceiving() {
  const { device, state } = useDevice();
  const step = ref<"ready" | "waiting" | "received" | "expired">("ready");
  const link = ref("");
  const secondsLeft = ref(0);
  const error = ref<unknown>(null);
  const keyId = ref("");
  const pin = shallowRef<PinEntry>();
  let transferId = "";
  let expiresAt = 0;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  const ticking = setInterval(() => {
    if (step.value === "waiting") secondsLeft.value = Math.max(0, Math.ceil(expiresAt - Date.now() / 1000));
  }, 500);

  async function wipe(): Promise<void> {
    clearTimeout(asking);
    const held = pin.value;
    pin.value = undefined;
    await held?.dispose().catch(() => undefined);
  }

  function askLater(): void {
    if (!left) asking = setTimeout(() => void ask(), pause);
  }

  // Whether the key has come. A PIN that was mistyped is asked for again; without a network it is tried again.
  async function ask(): Promise<void> {
    if (!pin.value) return;
    try {
      const received = await (await device()).receiveTransfer(transferId, pin.value);
      keyId.value = received.keyId;
      step.value = "received";
      error.value = null;
      await wipe();
    } catch (reason) {
      if (isDeviceFailure(reason, "not_found")) {
        error.value = null;
        askLater();
      } else if (isDeviceFailure(reason, "transport_failed")) {
        error.value = reason;
        askLater();
      } else if (isDeviceFailure(reason, "stale")) {
        step.value = "expired";
        await wipe();
      } else {
        error.value = reason;
        step.value = "ready";
        await wipe();
      }
    }
  }

  // Offers this phone anew.
  async function offer(): Promise<void> {
    error.value = null;
    const chosen = await choosePin([]);
    if (!chosen) return;
    pin.value = chosen;
    try {
      const offered = await (await device()).offerTransfer(chosen, []);
      transferId = offered.id;
      link.value = offered.link;
      const opened = await (await device()).state();
      expiresAt = opened.incoming.find((each) => each.id === transferId)?.expiresAt ?? 0;
      step.value = "waiting";
      askLater();
    } catch (reason) {
      error.value = reason;
      await wipe();
    }
  }

  // Goes on with an offer that this page was left with: the old phone may have handed the key over meanwhile.
  async function resume(): Promise<void> {
    error.value = null;
    const waiting = state.value?.incoming.at(-1);
    if (!waiting) return;
    const typed = await typePin({ keyId: "", purpose: "receive" });
    if (!typed) return;
    pin.value = typed;
    transferId = waiting.id;
    expiresAt = waiting.expiresAt;
    link.value = "";
    step.value = "waiting";
    await ask();
  }

  onBeforeUnmount(() => {
    left = true;
    clearInterval(ticking);
    void wipe();
  });
  return { step, link, secondsLeft, error, keyId, offer, resume };
}
