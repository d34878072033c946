// Prepared reasons for sending an application back: the message, and what it asks to correct.
export interface Reason {
  message: string; // of order.reasons
  fields: string[];
}

export const reasons: Reason[] = [
  { message: "name", fields: ["applicant.name"] },
  { message: "document_number", fields: ["applicant.document_number"] },
  { message: "unclear", fields: ["attachments.identity_front"] },
  { message: "back_missing", fields: ["attachments.identity_back"] },
  { message: "expired", fields: ["attachments.identity_front"] },
  { message: "form_unsigned", fields: ["attachments.application_form"] },
  { message: "form_differs", fields: ["attachments.application_form"] },
  { message: "handler", fields: ["handler.name", "handler.document_number"] },
  { message: "region", fields: ["applicant.province", "applicant.city"] },
  { message: "paper", fields: ["paper"] },
];
