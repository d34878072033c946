import { otherLanguage, type View } from "../language.js";
import { html, type Html } from "./html.js";

export function layout(view: View, title: string, body: Html): string {
  const { site, subtitle, footer } = view.texts;
  const other = otherLanguage(view);
  return html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${site}</title>
<link rel="icon" href="/assets/emblem.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/portal.css">
</head>
<body>
<header class="banner"><div class="inner"><img src="/assets/emblem.svg" alt="" width="40" height="40">
<div><a class="site" href="/">${site}</a><div class="subtitle">${subtitle}</div></div>
<a class="language" href="${other.address}" lang="${other.language}">${other.name}</a></div></header>
<main class="inner">${body}</main>
<footer class="inner">${footer}</footer>
</body>
</html>
`.text;
}

export function tokenField(token: string): Html {
  return html`<input type="hidden" name="form_token" value="${token}">`;
}
