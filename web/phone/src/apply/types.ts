// What the front's API says about services, applications and orders (api/openapi.yaml).

export interface Named {
  code: string;
  label: string;
}

// 业务类型
export interface Business extends Named {
  fee_per_year: number; // fen; 0: free
  has_term: boolean; // years are ordered; otherwise `months` is 0
  follows_certificate: boolean; // it is about a certificate that there is already
  paper_required: boolean;
}

export interface AttachmentKind {
  kind: string;
  title: string;
  hint: string;
  required: boolean;
}

export interface AcceptancePoint {
  name: string;
  address: string;
  office_hours: string;
  hotline: string;
  directions: string;
}

export interface Service {
  id: string;
  name: string;
  notice: string;
  fee_item: string;
  businesses: Business[];
  terms: number[]; // months
  document_kinds: Named[];
  attachments: AttachmentKind[];
  preregistration_required: boolean;
  self_application: boolean;
  self_service_unlocking: boolean;
  acceptance_point: AcceptancePoint;
}

export interface Agreement {
  id: string;
  title: string;
  translated: boolean; // the text is no more than a translation
  version: string;
  updated: string; // YYYY-MM-DD
  effective: string;
  text: string; // Markdown
  digest: string;
}

export interface Region {
  code: string;
  name: string;
}

export interface Applicant {
  name: string;
  document_kind: string;
  document_number: string;
  country: string;
  province: string;
  city: string;
  phone: string;
  sex: string;
}

export interface Handler {
  name: string;
  document_kind: string;
  document_number: string;
  address: string;
  phone: string;
  email: string;
}

export interface Application {
  business: string;
  months: number;
  applicant: Applicant;
  handler: Handler;
}

// As the front answers with it: codes also in words.
export interface KeptApplication extends Application {
  applicant: Applicant & { birth: string; province_name: string; city_name: string };
}

export interface Upload {
  kind: string;
  media_type: string;
  size: number; // bytes
  digest: string;
  created_at: number;
}

export type Action =
  | "certificate_request"
  | "upload"
  | "correct"
  | "submit"
  | "pay"
  | "install"
  | "unlock"
  | "recover"
  | "cancel";

export interface OrderSummary {
  number: string;
  service: { id: string; name: string };
  business: string;
  business_label: string;
  follows: string; // serial number of the signing certificate that it is about, or empty
  applicant_name: string;
  document_kind: Named;
  document_number: string;
  months: number;
  fee: number; // fen
  paid: boolean;
  state: string;
  label: string;
  actions: Action[];
  created_at: number; // Unix seconds
  updated_at: number;
}

export interface TimelineEntry {
  time: number;
  event: string;
  label: string;
  state: string;
  by: string;
  by_label: string;
  detail: string;
}

export interface Next {
  actor: "applicant" | "acceptance_officer" | "reviewing_officer" | "authority" | "nobody";
  label: string;
  hint: string;
  by: number | null;
}

export interface Order extends OrderSummary {
  application: KeptApplication;
  subject: { der: string; text: string };
  public_key: string;
  paper_required: boolean;
  paper_received: boolean;
  submission: number;
  rejection: { fields: string[]; reason: string } | null;
  attachments: (AttachmentKind & { uploaded: Upload | null })[];
  timeline: TimelineEntry[];
  next?: Next;
  certificates: { purpose: string; serial: string }[];
}

export interface Payment {
  state: "waiting" | "paid" | "closed" | "refunding" | "refunded";
  method: "native" | "h5";
  amount: number; // fen
  expires_at: number;
  code_url?: string;
  h5_url?: string;
}

export interface Captcha {
  id: string;
  png?: string; // base64
  question?: string;
  expires_in: number; // seconds
}
