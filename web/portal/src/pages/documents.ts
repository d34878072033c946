/** The pages of documents to sign. */
import type { DocumentState } from "../document_service.js";
import type { SentDocument } from "../documents.js";
import type { View } from "../language.js";
import { html, nothing } from "./html.js";
import { layout, tokenField } from "./layout.js";
import { waitingPage } from "./waiting.js";

export function documentsPage(view: View, token: string, documents: SentDocument[], message: string): string {
  const { documents: words, expert } = view.texts;
  const list =
    documents.length === 0
      ? html`<p class="hint">${words.none}</p>`
      : html`<ul class="files">${documents
          .slice()
          .reverse()
          .map((document) => html`<li><a href="/documents/${document.id}">${document.name}</a></li>`)}</ul>`;
  return layout(
    view,
    words.title,
    html`
<section class="card">
<h1>${words.title}</h1>
${message === "" ? nothing : html`<p class="alert" role="alert">${message}</p>`}
<p>${words.lead}</p>
<form method="post" action="/documents" enctype="multipart/form-data">${tokenField(token)}
<label for="file">${words.file}</label>
<input id="file" name="file" type="file" accept="application/pdf,.pdf" required>
<button class="primary">${words.submit}</button>
</form>
</section>
<section class="card"><h2>${words.sent}</h2>${list}<p class="links"><a href="/expert">${expert.back}</a></p></section>`,
  );
}

export function documentPage(view: View, document: SentDocument, state: DocumentState, qr: string): string {
  const words = view.texts.documents;
  const asked = {
    title: words.title,
    heading: document.name,
    source: `/documents/${document.id}/state`,
    state,
    notice: words.states[state],
    isGood: state === "signed",
    qr,
    back: { to: "/documents", words: view.texts.back },
  };
  return waitingPage(
    view,
    asked,
    state === "signed"
      ? html`<p><a class="primary" href="/documents/${document.id}/signed.pdf">${words.download}</a></p>`
      : nothing,
  );
}
