// 司法恢复: a holder's escrowed encryption keys for an authorised third party. What an agent reads is read from the text that
// is signed.
import { checkedContent } from "../order/order.ts";
import { useApi } from "../session/api.ts";
import { useDevice } from "../session/device.ts";
import { useSession } from "../session/session.ts";
import { timeNow } from "../session/signing.ts";

export interface HandoverItem {
  number: string;
  serial: string; // of the holder's signing certificate
  reference: string; // of the legal document
  recipient_subject: string;
  document_digest: string;
  state: "waiting" | "done" | "withdrawn";
  begun_by: string;
  begun_at: number;
  ended_by: string | null;
  ended_at: number | null;
  keys: number;
}

export interface Handover extends HandoverItem {
  approvals: { operator: string; signed_at: number }[];
  agents_needed: number;
  application_text: string;
  application_digest: string;
  approval: Record<string, string>;
}

export interface HandoverInput {
  serial: string;
  reference: string;
  recipient: File;
  document: File;
}

export const path = "/api/v1/desk/handovers";
export const tones = { waiting: "warning", done: "success", withdrawn: "info" } as const;

const { inSession } = useApi();

function pathOf(number: string): string {
  return `${path}/${encodeURIComponent(number)}`;
}

async function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export async function begin({ serial, reference, recipient, document }: HandoverInput): Promise<Handover> {
  const body = { serial, reference, recipient: await base64(recipient), document: await base64(document) };
  return inSession((api) => api.post<Handover>(path, body));
}

export function fetchHandover(number: string): Promise<Handover> {
  return inSession((api) => api.get<Handover>(pathOf(number)));
}

export function withdraw(number: string): Promise<Handover> {
  return inSession((api) => api.post<Handover>(`${pathOf(number)}/withdrawal`));
}

// The intent, checked by this device against what the agent reads.
export async function composeApproval(handover: Handover): Promise<string> {
  const device = await useDevice().opened();
  return device.composeDecision(
    {
      applicationText: handover.application_text,
      applicationDigest: handover.application_digest,
      approval: handover.approval,
    },
    {
      approve: true,
      step: "recovery",
      operator: useSession().session.value?.operator ?? "",
      order: handover.number,
      time: timeNow(),
    },
  );
}

export function handIn(number: string, signed: { intent: string; signature: string }): Promise<Handover> {
  return inSession((api) => api.post<Handover>(`${pathOf(number)}/approvals`, signed));
}

// The scan whose digest is signed.
export async function documentOf(handover: Handover): Promise<Blob> {
  const scan = await inSession((api) => api.blob(`${pathOf(handover.number)}/document`));
  return checkedContent(scan, handover.document_digest);
}

export async function keysOf(number: string): Promise<Blob[]> {
  const { items } = await inSession((api) =>
    api.get<{ items: { enveloped_key: string }[] }>(`${pathOf(number)}/keys`),
  );
  return items.map(({ enveloped_key }) => {
    const bytes = Uint8Array.from(atob(enveloped_key), (character) => character.charCodeAt(0));
    return new Blob([bytes], { type: "application/octet-stream" });
  });
}
