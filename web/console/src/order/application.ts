// The application's text, line by line. What the officer reads on the screen is read from the text that is signed, so
// that both are the same.

export interface Field {
  line: string; // its name in the application's text
  field?: string; // its name in a rejection, if it may be sent back
  scan?: string; // the attachment that shows it
}

export interface FieldGroup {
  name: "applicant" | "handler" | "business";
  fields: Field[];
}

const form = "application_form";
const card = "identity_front";

export const groups: FieldGroup[] = [
  {
    name: "applicant",
    fields: [
      { line: "applicant.name", field: "applicant.name", scan: card },
      { line: "applicant.document-kind", field: "applicant.document_kind", scan: card },
      { line: "applicant.document-number", field: "applicant.document_number", scan: card },
      { line: "applicant.sex", field: "applicant.sex", scan: card },
      { line: "applicant.birth", scan: card },
      { line: "applicant.country", field: "applicant.country", scan: form },
      { line: "applicant.province", field: "applicant.province", scan: form },
      { line: "applicant.city", field: "applicant.city", scan: form },
      { line: "applicant.phone", scan: form },
    ],
  },
  {
    name: "handler",
    fields: [
      { line: "handler.name", field: "handler.name", scan: form },
      { line: "handler.document-kind", field: "handler.document_kind", scan: form },
      { line: "handler.document-number", field: "handler.document_number", scan: form },
      { line: "handler.address", field: "handler.address", scan: form },
      { line: "handler.phone", field: "handler.phone", scan: form },
      { line: "handler.email", field: "handler.email", scan: form },
    ],
  },
  {
    name: "business",
    fields: [
      { line: "business", scan: form },
      { line: "follows" },
      { line: "months", scan: form },
      { line: "fee-fen" },
      { line: "service-name" },
      { line: "subject" },
    ],
  },
];

// The message that names a field or a line.
export function messageOf(name: string): string {
  return `order.fields.${name.replaceAll(/[.-]/g, "_")}`;
}

export function linesOf(applicationText: string): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of applicationText.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0 && !lines.has(line.slice(0, colon))) lines.set(line.slice(0, colon), line.slice(colon + 2));
  }
  return lines;
}

// Kinds of attachments with the digests that are signed.
export function signedAttachments(applicationText: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of applicationText.split("\n")) {
    if (!line.startsWith("attachment: ")) continue;
    const [kind, , , digest] = line.slice("attachment: ".length).split(" ");
    if (kind && digest) found.set(kind, digest);
  }
  return found;
}
