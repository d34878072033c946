// What a rejection opened for correction.

const attachmentPrefix = "attachments.";

// The attachment's kind, or undefined for a field of the form.
export function attachmentOf(field: string): string | undefined {
  return field.startsWith(attachmentPrefix) ? field.slice(attachmentPrefix.length) : undefined;
}

// The paper form is sent again, not typed.
export const paper = "paper";

export function openFields(fields: string[]): string[] {
  return fields.filter((field) => attachmentOf(field) === undefined && field !== paper);
}

export function openAttachments(fields: string[]): string[] {
  return fields.flatMap((field) => attachmentOf(field) ?? []);
}
