// The one list of reasons to refuse an attachment: PALMKEY_ATTACHMENT_FAULT(name, "stable_code", "what it
// says"). Codes are part of the API: never change one, never use one again for another meaning.
PALMKEY_ATTACHMENT_FAULT(empty, "attachment_empty", "the file is empty")
PALMKEY_ATTACHMENT_FAULT(too_large, "attachment_too_large", "the file has more bytes than allowed")
PALMKEY_ATTACHMENT_FAULT(unsupported_type, "attachment_type_unsupported",
                         "the content is none of JPEG, PNG, HEIC and PDF")
PALMKEY_ATTACHMENT_FAULT(damaged, "attachment_damaged", "the file is damaged or incomplete")
PALMKEY_ATTACHMENT_FAULT(too_many_pixels, "attachment_too_many_pixels",
                         "the picture has more pixels than allowed")
PALMKEY_ATTACHMENT_FAULT(encrypted_pdf, "attachment_pdf_encrypted", "the PDF is encrypted")
PALMKEY_ATTACHMENT_FAULT(
    active_pdf, "attachment_pdf_active",
    "the PDF has scripts, actions that reach outside it, forms that run, or embedded files")
PALMKEY_ATTACHMENT_FAULT(too_many_pages, "attachment_too_many_pages", "the PDF has more pages than allowed")
PALMKEY_ATTACHMENT_FAULT(no_pages, "attachment_pdf_no_pages", "the PDF has no page")
PALMKEY_ATTACHMENT_FAULT(no_handwriting, "handwriting_empty", "the picture has no strokes of a signature")
