// An order as the desk sees it.
import type { QueueItem } from "../queue/types.ts";

export interface Attachment {
  kind: string;
  title: string;
  hint: string;
  required: boolean;
  uploaded: { kind: string; media_type: string; size: number; digest: string; created_at: number } | null;
}

export interface TimelineEntry {
  time: number;
  event: string;
  label: string;
  state: string;
  state_label: string;
  by: string;
  actor?: string; // an operator
  detail: string;
}

export interface Change {
  field: string;
  label: string;
  before: string;
  after: string;
}

export interface Duplicate {
  number: string;
  business: string;
  business_label: string;
  state: string;
  label: string;
  created_at: number;
}

export interface Payment {
  number: string; // out_trade_no
  order: string;
  method: "native" | "h5";
  amount: number; // fen
  state: "waiting" | "paid" | "closed" | "refunding" | "refunded";
  transaction_id: string;
  created_at: number;
  refund_reason: string;
  refunded_by: string;
}

export interface DeskOrder extends QueueItem {
  application_text: string; // all that is signed; the screen shows this and nothing else of the application
  application_digest: string;
  approval: Record<string, string>;
  attachments: Attachment[];
  timeline: TimelineEntry[];
  history?: TimelineEntry[]; // the timeline with who acted
  changes?: Change[];
  duplicates_list?: Duplicate[];
  payment?: Payment | null;
  paper_required: boolean;
  self_service: boolean;
  other_number: boolean; // the certificate that it is about was issued under another number
  rejection: { fields: string[]; reason: string } | null;
}
