// Whose device this phone is, if it is an officer's.
import { type Operator, operatorOf } from "@palmkey/shared/operator";
import { computed, type ComputedRef } from "vue";

import "./words";
import { Refusal } from "../device/describe_failure";
import { useDevice } from "../device/use_device";

export function useOfficer(): {
  officer: ComputedRef<Operator | undefined>;
  need: () => Operator; // Refusal `no_officer`
} {
  const { state } = useDevice();
  const officer = computed(() => operatorOf(state.value));
  function need(): Operator {
    if (!officer.value) throw new Refusal("no_officer");
    return officer.value;
  }
  return { officer, need };
}
