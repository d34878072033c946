/** The page of what was asked of a phone: its QR code while it waits, and how it ended. */
import type { View } from "../language.js";
import { type Html, html, nothing } from "./html.js";
import { layout } from "./layout.js";

export interface Waiting {
  title: string;
  heading: string;
  /** Where the state is asked for again. */
  source: string;
  state: string;
  notice: string;
  isGood: boolean;
  qr: string;
  back: { to: string; words: string };
}

export function waitingPage(view: View, asked: Waiting, result: Html): string {
  const { scan, lost } = view.texts.documents;
  const open = asked.state === "waiting" || asked.state === "claimed";
  return layout(
    view,
    asked.title,
    html`
<section class="card narrow" data-source="${asked.source}" data-state="${asked.state}" data-lost="${lost}">
<h1>${asked.heading}</h1>
${
  open
    ? html`<img id="qr" class="${asked.state === "claimed" ? "qr dim" : "qr"}" src="${asked.qr}" width="240" height="240" alt="${scan}">`
    : nothing
}
<p id="notice" role="status" aria-live="polite" class="${asked.isGood ? "done" : ""}">${asked.notice}</p>
${result}
<p class="links"><a href="${asked.back.to}">${asked.back.words}</a></p>
</section>
<script src="/assets/waiting.js" defer></script>`,
  );
}
