// One of the phone's keys with certificates, for what is done with a certificate that there is already: the one that the
// address names by `key`, else the one whose certificate lasts longest, until another is chosen.
import { computed, ref, watchEffect } from "vue";
import { useRoute } from "vue-router";

import { movableKeys } from "./keys";
import { useDevice } from "./use_device";

export function useChosenKey() {
  const route = useRoute();
  const { state } = useDevice();
  const keys = computed(() => movableKeys(state.value?.keys ?? []));
  const chosen = ref("");
  const key = computed(() => keys.value.find((one) => one.key.id === chosen.value));
  watchEffect(() => {
    const asked = String(route.query["key"] ?? "");
    const known = keys.value.find((one) => one.key.id === (chosen.value || asked)) ?? keys.value[0];
    if (known) chosen.value = known.key.id;
  });
  return { state, keys, chosen, key };
}
