// Hands the application in once, whatever happens to the connection: the request is stored before it goes out, and while
// its fate is unknown the same request is sent again under the same key.
import { codeOf } from "../../device/describe_failure";
import type { Order } from "../types";
import { type Draft, draft, dropDraft, orderRequest, saveDraft } from "./application_flow";
import { signedIn } from "./session";

// Whether the front has said for good that there is no order.
export function isRefusal(code: string): boolean {
  const undecided = ["network", "not_signed_in", "internal_error", "overloaded", "vault_unreachable"];
  return !undecided.includes(code) && !code.startsWith("database_") && !code.startsWith("http_");
}

async function send(from: Draft): Promise<Order> {
  const { key, body } = from.sent!;
  try {
    const order = await signedIn((api) =>
      api.post<Order>("/api/v1/orders", JSON.parse(body), { idempotencyKey: key }),
    );
    dropDraft();
    return order;
  } catch (error) {
    if (isRefusal(codeOf(error)) && draft.value === from) {
      delete from.sent;
      saveDraft();
    }
    throw error;
  }
}

export async function submit(from: Draft, captcha: { id: string; answer: string }): Promise<Order> {
  if (!from.sent) {
    from.sent = { key: crypto.randomUUID(), body: JSON.stringify(orderRequest(from, captcha)) };
    saveDraft();
  }
  return send(from);
}

// Asks what became of a request that was sent before.
export function resume(from: Draft): Promise<Order> {
  return send(from);
}
