/** PDF files that an expert signs on the phone: handed to the platform, shown as a QR code, fetched when signed. */
import express, { type Request, type Response } from "express";
import multer from "multer";

import type { DocumentService, DocumentState } from "./document_service.js";
import { formToken } from "./forms.js";
import { filled, viewOf } from "./language.js";
import { documentPage, documentsPage } from "./pages/documents.js";
import { Problem } from "./problem.js";
import { qrPicture } from "./qr.js";
import type { SignedInExpert } from "./session.js";

const largestBytes = 20 * 1024 * 1024;

/** What the session remembers of a document. */
export interface SentDocument {
  id: string;
  name: string;
  link: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** Browsers send the file's name as the bytes of UTF-8, which the parser reads as Latin-1. */
function nameOf(file: Express.Multer.File): string {
  const name = Buffer.from(file.originalname, "latin1").toString("utf8");
  return name.replace(/[\p{Cc}/\\]/gu, "_").slice(-120) || "document.pdf";
}

/** Reads the form of one file; must come before the check of the form's token, which is in its body. */
export function readUpload(): express.RequestHandler {
  const form = multer({ storage: multer.memoryStorage(), limits: { fileSize: largestBytes, files: 1 } });
  return form.single("file");
}

export function documentRoutes(
  service: DocumentService,
  signedIn: (request: Request) => SignedInExpert,
): express.Router {
  const router = express.Router();

  function sent(request: Request): SentDocument {
    signedIn(request);
    const found = request.session.documents?.find((document) => document.id === request.params["id"]);
    if (found === undefined) throw new Problem(404, "document.unknown", "/documents");
    return found;
  }

  router.get("/", (request, response) => {
    signedIn(request);
    response.send(documentsPage(viewOf(request), formToken(request), request.session.documents ?? [], ""));
  });

  router.post("/", async (request, response) => {
    const expert = signedIn(request);
    const view = viewOf(request);
    const refuse = (code: string, message: string): void => {
      response.status(400).set("portal-problem", code);
      response.send(documentsPage(view, formToken(request), request.session.documents ?? [], message));
    };
    const file = request.file;
    if (file === undefined || file.size === 0) {
      refuse("document.missing", view.texts.documents.missing);
      return;
    }
    if (file.buffer.subarray(0, 5).toString("latin1") !== "%PDF-") {
      refuse("document.type", view.texts.documents.wrongType);
      return;
    }
    const name = nameOf(file);
    const { id, link, expiresAt } = await service.send(file.buffer, name, expert, view.language);
    request.session.documents = [...(request.session.documents ?? []), { id, name, link, expiresAt }].slice(
      -20,
    );
    response.redirect(303, `/documents/${id}`);
  });

  router.get("/:id", async (request, response) => {
    const document = sent(request);
    const view = viewOf(request);
    const state = await service.state(document.id, view.language);
    response.send(documentPage(view, document, state, await qrPicture(document.link)));
  });

  router.get("/:id/state", async (request, response) => {
    const { language, texts } = viewOf(request);
    const state: DocumentState = await service.state(sent(request).id, language);
    response.json({ state, notice: texts.documents.states[state] });
  });

  router.get("/:id/signed.pdf", async (request: Request, response: Response) => {
    const document = sent(request);
    const { language, texts } = viewOf(request);
    const content = await service.signed(document.id, language);
    const name = filled(texts.documents.signedName, { name: document.name.replace(/\.pdf$/i, "") });
    response.type("application/pdf").attachment(name).send(content);
  });
  return router;
}
