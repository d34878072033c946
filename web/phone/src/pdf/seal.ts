// The seal of the person's name, which two officers approved with the order.
import { signedIn } from "../apply/flow/session";
import { type Appearance, sealAppearance } from "./appearance";

// `order`: the number of the order that the key came from. Proves the person's phone number first if need be: the page
// must have a ProofSheet.
export async function loadSeal(order: string): Promise<Appearance> {
  const path = `/api/v1/orders/${encodeURIComponent(order)}/seal.png`;
  return sealAppearance(await signedIn((api) => api.blob(path)));
}
