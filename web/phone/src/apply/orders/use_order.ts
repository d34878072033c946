// The order that a page is about, by the number in its address.
import { computed, type ComputedRef, onBeforeUnmount, type Ref, shallowRef, watch } from "vue";
import { useRoute } from "vue-router";

import { useDevice } from "../../device/use_device";
import { getOrder } from "../flow/orders";
import { useOnce } from "../flow/use_once";
import { type KeyStanding, keyStanding } from "../model/key_standing";
import type { Order } from "../types";

export interface OrderPage {
  number: string;
  order: Ref<Order | undefined>;
  // Undefined until order and device are known.
  standing: ComputedRef<KeyStanding | undefined>;
  loading: Readonly<Ref<boolean>>;
  failure: Ref<unknown>;
  load: () => Promise<void>;
}

// What the platform has at hand is done in moments; whoever waits for longer loads the page anew.
const lookAgain = { every: 2000, times: 15 }; // milliseconds

export function useOrder(): OrderPage {
  const number = String(useRoute().params["number"]);
  const order = shallowRef<Order>();
  const { state } = useDevice();
  const { busy, failure, once } = useOnce();
  const standing = computed(() =>
    order.value && state.value ? keyStanding(order.value, state.value.keys) : undefined,
  );
  const load = (): Promise<void> =>
    once(async () => {
      order.value = await getOrder(number);
    });
  void load();

  let looks = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(order, (now) => {
    clearTimeout(timer);
    if (now?.state !== "issuing" || looks >= lookAgain.times) return;
    looks += 1;
    timer = setTimeout(() => void load(), lookAgain.every);
  });
  onBeforeUnmount(() => clearTimeout(timer));
  return { number, order, standing, loading: busy, failure, load };
}
