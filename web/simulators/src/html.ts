const replacements: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character] as string);
}

/** A whole page; `body` is HTML already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>
body{margin:0;background:#f3f5f7;color:#1d2733;font:16px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem}h2{font-size:1.05rem;margin-top:1.5rem}
.card{background:#fff;border:1px solid #dfe4ea;border-radius:10px;padding:1rem;margin:.75rem 0;overflow-wrap:anywhere}
.meta{color:#5b6775;font-size:.875rem}.amount{font-size:2.25rem;font-weight:600;margin:.5rem 0}.center{text-align:center}
button{background:#07a155;color:#fff;border:0;border-radius:8px;padding:.7rem 2.5rem;font-size:1.05rem;cursor:pointer}
.note{background:#fff6dd;border-radius:8px;padding:.4rem .8rem;font-size:.875rem}pre{white-space:pre-wrap;font:inherit;margin:.5rem 0}
</style></head><body><main>${body}</main></body></html>`;
}

/** The policy for pages of the simulators: own style and forms, which may lead on to a merchant's page; nothing else. */
export const pageHeaders: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https: http:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
