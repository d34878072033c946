// An order as the queue has it.
export interface QueueItem {
  number: string;
  service: { id: string; name: string };
  business: string;
  business_label: string;
  follows: string; // serial number of the signing certificate that it is about, or empty
  applicant_name: string; // masked
  document_kind: { code: string; label: string };
  document_number: string; // masked
  months: number;
  fee: number; // fen
  paid: boolean;
  paper_received: boolean;
  state: string;
  label: string;
  created_at: number; // Unix seconds
  updated_at: number;
  waiting_since: number | null;
  due: number | null; // by when the promised two working days are over
  overdue: boolean;
  duplicates: number;
  submission: number;
}

export interface Counts {
  awaiting_acceptance: number;
  awaiting_paper: number;
  awaiting_review: number;
  overdue: number;
  decided_today: number;
}

export interface QueueFilter {
  service: string;
  state: string;
  search: string;
  queue: "mine" | "all";
  sort: "waiting" | "newest";
}
