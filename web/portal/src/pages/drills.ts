/** The page of a decryption check. */
import type { Drill } from "../drill_service.js";
import { filled, type View } from "../language.js";
import { html, nothing } from "./html.js";
import { layout } from "./layout.js";

export function drillPage(view: View, id: string, { state, certificates }: Drill, qr: string): string {
  const { documents, drills: words, expert } = view.texts;
  const open = state === "waiting" || state === "claimed";
  const ended = state === "passed" || state === "failed";
  const until = (seconds: number): string =>
    new Date(seconds * 1000).toLocaleDateString(view.language, {
      timeZone: "Asia/Shanghai",
      dateStyle: "medium",
    });
  return layout(
    view,
    words.title,
    html`
<section class="card narrow" data-source="/drills/${id}/state" data-state="${state}" data-lost="${documents.lost}">
<h1>${words.title}</h1>
${
  open
    ? html`<img id="qr" class="${state === "claimed" ? "qr dim" : "qr"}" src="${qr}" width="240" height="240" alt="${documents.scan}">`
    : nothing
}
<p id="notice" role="status" aria-live="polite" class="${state === "passed" ? "done" : ""}">${words.states[state]}</p>
${
  ended
    ? html`<dl class="drill">${certificates.map(
        ({ serial, not_after, opens }) =>
          html`<div><dt>${filled(words.until, { date: until(not_after) })}<br><small>${serial}</small></dt><dd class="${
            opens ? "opens" : "closed"
          }">${opens ? words.opens : words.closed}</dd></div>`,
      )}</dl>`
    : nothing
}
<p class="links"><a href="/expert">${expert.back}</a></p>
</section>
<script src="/assets/waiting.js" defer></script>`,
  );
}
