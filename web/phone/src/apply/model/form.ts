// The application form: its fields by the names that the front uses for them, in steps, and what is wrong with them.
import type { Application, Business, Service } from "../types";
import { isMailAddress, isMobileNumber, isPersonName, isPostalAddress } from "./contact";
import { checkDocument, citizenFacts } from "./documents";

export const steps = ["term", "applicant", "handler", "confirm"] as const;
export type Step = (typeof steps)[number];

export const fieldsOfStep = {
  term: ["business", "months"],
  applicant: [
    "applicant.name",
    "applicant.document_kind",
    "applicant.document_number",
    "applicant.sex",
    "applicant.country",
    "applicant.province",
    "applicant.city",
    "applicant.phone",
  ],
  handler: [
    "handler.name",
    "handler.document_kind",
    "handler.document_number",
    "handler.address",
    "handler.phone",
    "handler.email",
  ],
  confirm: ["captcha.answer", "agreements_accepted"],
} as const satisfies Record<Step, readonly string[]>;

export type FieldName = (typeof fieldsOfStep)[Step][number];

// Errors by field: a code of ours to be put into words, or the front's own sentence.
export type Problems = Partial<Record<string, { code: string; detail?: string }>>;

// The businesses about a certificate that this app leads through.
export const followable = ["renewal", "change", "unlock", "key_recovery"];

export function businessOf(service: Service, code: string): Business | undefined {
  return service.businesses.find((business) => business.code === code);
}

// The fields of a step in this business: no term where no years are ordered.
export function fieldsAskedFor(step: Step, business: Business | undefined): readonly FieldName[] {
  const fields: readonly FieldName[] = fieldsOfStep[step];
  return business?.has_term === false ? fields.filter((field) => field !== "months") : fields;
}

// What the person cannot change here: the business, which was chosen before, and, but in a change, who the holder of the
// certificate is that the application is about; if that is known.
export function isFixed(field: string, business: Business | undefined, isHolderKnown: boolean): boolean {
  if (field === "applicant.phone") return true;
  if (business?.follows_certificate !== true) return false;
  if (field === "business") return true;
  if (business.code === "change" || !isHolderKnown) return false;
  return ["applicant.name", "applicant.document_kind", "applicant.document_number"].includes(field);
}

export function emptyApplication(service: Service, phone: string): Application {
  const kind = service.document_kinds[0]?.code ?? "";
  return {
    business: service.businesses.find((business) => !business.follows_certificate)?.code ?? "",
    months: service.terms[0] ?? 12,
    applicant: {
      name: "",
      document_kind: kind,
      document_number: "",
      country: "CN",
      province: "",
      city: "",
      phone,
      sex: "",
    },
    handler: { name: "", document_kind: kind, document_number: "", address: "", phone: "", email: "" },
  };
}

// 从用户信息获取
export function copyApplicant(form: Application): void {
  const { name, document_kind, document_number, phone } = form.applicant;
  Object.assign(form.handler, { name, document_kind, document_number, phone });
}

export function readField(form: Application, field: string): string {
  const [group, name] = field.split(".");
  const owner: unknown = name === undefined ? form : form[group as "applicant" | "handler"];
  const value = (owner as Record<string, unknown> | undefined)?.[name ?? field];
  return value === undefined || value === null ? "" : String(value);
}

export function writeField(form: Application, field: string, value: string): void {
  const [group, name] = field.split(".");
  if (field === "months") form.months = Number(value);
  else if (field === "business") form.business = value;
  else if (name !== undefined) {
    const owner = form[group as "applicant" | "handler"] as unknown as Record<string, string>;
    owner[name] = value;
    if (field === "applicant.country") Object.assign(form.applicant, { province: "", city: "" });
    if (field === "applicant.province") form.applicant.city = "";
  }
}

// Elsewhere the places are free text and may be empty.
export function isRequired(form: Application, field: string): boolean {
  if (field === "applicant.sex") return false;
  if (field === "applicant.province" || field === "applicant.city") return form.applicant.country === "CN";
  return true;
}

function checkValue(form: Application, field: string, today: Date): string {
  const value = readField(form, field);
  switch (field) {
    case "applicant.name":
    case "handler.name":
      return isPersonName(value) ? "" : "name_invalid";
    case "applicant.document_number":
      return checkDocument(form.applicant.document_kind, value, today);
    case "handler.document_number":
      return checkDocument(form.handler.document_kind, value, today);
    case "applicant.province":
    case "applicant.city":
      if (form.applicant.country === "CN") return "";
      return isPersonName(value) ? "" : `${field.slice("applicant.".length)}_unknown`;
    case "applicant.phone":
    case "handler.phone":
      return isMobileNumber(value) ? "" : "phone_invalid";
    case "handler.address":
      return isPostalAddress(value) ? "" : "address_invalid";
    case "handler.email":
      return isMailAddress(value) ? "" : "mail_invalid";
    default:
      return "";
  }
}

// The code of what is wrong with one field, or "".
export function checkField(form: Application, field: string, today = new Date()): string {
  if (readField(form, field).trim() === "") return isRequired(form, field) ? "field_required" : "";
  return checkValue(form, field, today);
}

export function checkFields(form: Application, fields: readonly string[], today = new Date()): Problems {
  const problems: Problems = {};
  for (const field of fields) {
    const code = checkField(form, field, today);
    if (code !== "") problems[field] = { code };
  }
  return problems;
}

// An application about a certificate, with what was handed in when it was issued. `phone`: the number that was proven now.
export function followingApplication(
  service: Service,
  business: Business,
  phone: string,
  issued: Application,
): Application {
  const { name, document_kind, document_number, country, province, city, sex } = issued.applicant;
  const handler = issued.handler;
  return {
    business: business.code,
    months: business.has_term ? (service.terms[0] ?? 12) : 0,
    applicant: { name, document_kind, document_number, country, province, city, phone, sex },
    handler: {
      name: handler.name,
      document_kind: handler.document_kind,
      document_number: handler.document_number,
      address: handler.address,
      phone: handler.phone,
      email: handler.email,
    },
  };
}

// The first step that has a problem, to go back to.
export function stepWithProblem(problems: Problems): Step | undefined {
  return steps.find((step) => fieldsOfStep[step].some((field) => problems[field] !== undefined));
}

// What is sent: without the spaces around, and with the sex that the document's number says, where it says one.
export function cleaned(form: Application): Application {
  const trimmed = <T extends object>(group: T): T =>
    Object.fromEntries(
      Object.entries(group).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]),
    ) as T;
  const { document_kind: kind, document_number: number } = form.applicant;
  const sex = citizenFacts(kind, number)?.sex ?? form.applicant.sex;
  return {
    business: form.business,
    months: form.months,
    applicant: { ...trimmed(form.applicant), sex },
    handler: trimmed(form.handler),
  };
}
