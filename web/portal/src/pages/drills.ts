/** The page of a decryption check. */
import type { Drill } from "../drill_service.js";
import { filled, type View } from "../language.js";
import { html, nothing } from "./html.js";
import { waitingPage } from "./waiting.js";

export function drillPage(view: View, id: string, { state, certificates }: Drill, qr: string): string {
  const { drills: words, expert } = view.texts;
  const until = (seconds: number): string =>
    new Date(seconds * 1000).toLocaleDateString(view.language, {
      timeZone: "Asia/Shanghai",
      dateStyle: "medium",
    });
  const asked = {
    title: words.title,
    heading: words.title,
    source: `/drills/${id}/state`,
    state,
    notice: words.states[state],
    isGood: state === "passed",
    qr,
    back: { to: "/expert", words: expert.back },
  };
  return waitingPage(
    view,
    asked,
    state === "passed" || state === "failed"
      ? html`<dl class="drill">${certificates.map(
          ({ serial, not_after, opens }) =>
            html`<div><dt>${filled(words.until, { date: until(not_after) })}<br><small>${serial}</small></dt><dd class="${
              opens ? "opens" : "closed"
            }">${opens ? words.opens : words.closed}</dd></div>`,
        )}</dl>`
      : nothing,
  );
}
