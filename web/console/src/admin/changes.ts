// Changes that administrators sign: who is an operator, which sites rely on the platform. Where two must sign, the first
// signature waits for the second, which is over the same fields.
import { text } from "../i18n.ts";
import { useApi } from "../session/api.ts";
import { operatorIntent } from "../session/signing.ts";
import { askSignature } from "../sign/signature.ts";

export interface Change {
  id: string;
  type: "appoint" | "dismiss" | "register-site" | "remove-site";
  fields: Record<string, string>; // of the intent, without who signs and when
  state: "waiting" | "done";
  begun_by: string;
  begun_at: number;
  activation_expires_at: number | null;
}

// Undefined if the administrator turned away.
export async function signChange(
  path: string,
  type: Change["type"],
  fields: Record<string, string>,
): Promise<Change | undefined> {
  const intent = await operatorIntent(type, fields);
  const takesAway = type === "dismiss" || type === "remove-site";
  const signed = await askSignature({
    title: text(`operators.sign_${type.replace("-", "_")}`),
    about: fields["name"] ?? fields["operator-id"] ?? fields["client-id"] ?? "",
    intent,
    danger: takesAway,
  });
  if (!signed) return undefined;
  return useApi().inSession((api) => api.post<Change>(`${path}/changes`, signed));
}
