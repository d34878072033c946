// The order that a page is about, by the number in its address.
import { computed, type ComputedRef, type Ref, shallowRef } from "vue";
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
  return { number, order, standing, loading: busy, failure, load };
}
