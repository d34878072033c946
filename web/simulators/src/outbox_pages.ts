/** Shows the outbox over HTTP: `GET /outbox?phone=&mail=` as HTML, or as JSON if `format=json` or Accept asks for it. */
import express, { type Request, type Response } from "express";
import { simpleParser } from "mailparser";

import { escapeHtml, page, pageHeaders } from "./html.js";
import type { Mail, Outbox, Sms } from "./outbox.js";

function queryText(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === "string" ? value : "";
}

function smsCard(sms: Sms): string {
  return `<div class="card"><div class="meta">${escapeHtml(sms.time)} · ${escapeHtml(sms.phone)} · ${escapeHtml(sms.templateCode)}</div>
<div>【${escapeHtml(sms.signName)}】${escapeHtml(sms.text)}</div></div>`;
}

function mailCard(mail: Mail): string {
  const attachments = mail.attachments.map(
    (attachment, index) =>
      `<br><a href="/outbox/mails/${mail.id}/attachments/${index}">${escapeHtml(attachment.name)}</a> (${escapeHtml(attachment.contentType)}, ${attachment.bytes} B)`,
  );
  return `<div class="card"><div class="meta">${escapeHtml(mail.time)} · ${escapeHtml(mail.from)} → ${escapeHtml(mail.to.join(", "))}</div>
<strong>${escapeHtml(mail.subject)}</strong><pre>${escapeHtml(mail.text)}</pre><div class="meta"><a href="/outbox/mails/${mail.id}/raw">原文</a>${attachments.join("")}</div></div>`;
}

export function outboxApplication(outbox: Outbox): express.Express {
  const application = express();
  application.disable("x-powered-by");
  application.get("/", (_request, response) => response.redirect(302, "/outbox"));

  application.get("/outbox", (request, response) => {
    const sms = outbox.sms(queryText(request, "phone"));
    const mails = outbox.mails(queryText(request, "mail"));
    if (queryText(request, "format") === "json" || request.accepts(["html", "json"]) === "json") {
      response.set("cache-control", "no-store").json({ sms, mails });
      return;
    }
    const list = (cards: string[]) => (cards.length === 0 ? `<p class="meta">暂无</p>` : cards.join(""));
    response
      .set(pageHeaders)
      .type("html")
      .send(
        page(
          "发件箱",
          `<h1>模拟发件箱</h1><p class="note">短信和邮件只保存在本机，不会真正发出</p>
<h2>短信</h2>${list(sms.map(smsCard))}<h2>邮件</h2>${list(mails.map(mailCard))}`,
        ),
      );
  });

  application.get("/outbox/mails/:id/raw", (request, response) => {
    const found = outbox.mail(request.params.id);
    if (found === undefined) {
      notFound(response);
      return;
    }
    response.set(pageHeaders).type("text/plain; charset=utf-8").send(found.raw);
  });

  application.get("/outbox/mails/:id/attachments/:index", async (request, response) => {
    const found = outbox.mail(request.params.id);
    const attachment = found && (await simpleParser(found.raw)).attachments[Number(request.params.index)];
    if (attachment === undefined) {
      notFound(response);
      return;
    }
    response
      .set(pageHeaders)
      .type(attachment.contentType)
      .attachment(attachment.filename ?? "attachment")
      .send(attachment.content);
  });
  application.use((_request, response) => notFound(response));
  return application;
}

function notFound(response: Response): void {
  response.status(404).json({ code: "NotFound", message: "no such page or message" });
}
