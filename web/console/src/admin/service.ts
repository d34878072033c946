// A service as it is edited: the whole content of one version.
export interface Problem {
  field: string;
  detail: string;
}

export interface Agreement {
  id: string;
  title: string;
  title_english?: string;
  version: string;
  updated: string; // YYYY-MM-DD
  effective: string;
  text: string; // Markdown
  text_english?: string;
}

export interface WantedAttachment {
  kind: string;
  title: string;
  title_english?: string;
  hint: string;
  hint_english?: string;
  required: boolean;
}

export interface AcceptancePoint {
  name: string;
  name_english?: string;
  address: string;
  address_english?: string;
  office_hours: string;
  office_hours_english?: string;
  hotline: string;
  directions: string;
  directions_english?: string;
  office_days: string[]; // "mon" ...
  holidays: string[]; // YYYY-MM-DD
  extra_office_days: string[];
}

export interface Content {
  id: string;
  name: string;
  name_english?: string;
  notice: string;
  notice_english?: string;
  fee_item: string;
  fee_item_english?: string;
  fee_per_year: number; // fen
  renewal_fee_per_year: number;
  businesses: string[];
  paperless_businesses?: string[];
  terms: number[]; // months
  document_kinds: string[];
  certificate_profile: string;
  subject_organization: string;
  subject_unit: string;
  paper_required: boolean;
  preregistration_required: boolean;
  self_application: boolean;
  self_service_unlocking: boolean;
  acceptance_point: AcceptancePoint;
  agreement: Agreement[];
  attachment: WantedAttachment[];
}

export interface Version {
  version: string | number;
  published_at: number;
  effective_at: number;
  published_by: string;
}

export interface EditedService {
  id: string;
  draft: Content | null;
  draft_updated_at: number | null;
  draft_by: string | null;
  published: Content | null;
  version: string | number | null;
  versions: Version[];
}

export interface Preview {
  problems: Problem[];
  changed: string[];
  fees: { months: number; fee: number }[];
  service: { name: string; notice: string; fee_item: string } | null;
}

export const businesses = ["new", "renewal", "change", "revocation", "replacement", "unlock", "key_recovery"];
export const terms = [12, 24, 36, 48, 60];
export const documentKinds = [
  "resident_id",
  "hong_kong_id",
  "hong_kong_macau_permit",
  "taiwan_permit",
  "residence_permit",
  "permanent_resident_id",
  "passport",
  "other",
];
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
