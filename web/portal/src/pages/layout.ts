import { html, type Html } from "./html.js";

export const siteName = "示范省政府采购网";

export function layout(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${siteName}</title>
<link rel="icon" href="/assets/emblem.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/portal.css">
</head>
<body>
<header class="banner"><div class="inner"><img src="/assets/emblem.svg" alt="" width="40" height="40">
<div><a class="site" href="/">${siteName}</a><div class="subtitle">评审专家管理系统</div></div></div></header>
<main class="inner">${body}</main>
<footer class="inner">本站为演示站点，机构、人员和项目均为虚构</footer>
</body>
</html>
`.text;
}

export function tokenField(token: string): Html {
  return html`<input type="hidden" name="form_token" value="${token}">`;
}
