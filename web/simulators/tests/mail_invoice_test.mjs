import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import nodemailer from "nodemailer";

import { initialized, start } from "./support/simulators.mjs";

let setup, simulators;

before(async () => {
  setup = initialized();
  simulators = await start(setup.folder);
});

after(async () => {
  await simulators.stop();
  setup.remove();
});

function send(to, { port = simulators.ports.smtp, ...options } = { ignoreTLS: true }) {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port, ...options });
  return transport.sendMail({
    from: "invoice@example.invalid",
    to,
    subject: "电子发票 <1>",
    text: "您的电子发票见附件。",
    attachments: [
      { filename: "发票.pdf", content: Buffer.from("%PDF-1.7 test"), contentType: "application/pdf" },
    ],
  });
}

test("a mail with an attachment can be read in the outbox, also after kill -9", async () => {
  await send("handler@example.invalid");
  await simulators.kill();
  simulators = await start(setup.folder);
  const address = `http://127.0.0.1:${simulators.ports.outbox}`;
  const { mails } = await (await fetch(`${address}/outbox?format=json&mail=handler@example.invalid`)).json();
  assert.equal(mails.length, 1);
  assert.equal(mails[0].subject, "电子发票 <1>");
  assert.match(mails[0].text, /您的电子发票见附件。/);
  assert.deepEqual(mails[0].attachments, [{ name: "发票.pdf", contentType: "application/pdf", bytes: 13 }]);
  const attachment = await fetch(`${address}/outbox/mails/${mails[0].id}/attachments/0`);
  assert.equal(attachment.headers.get("content-type"), "application/pdf");
  assert.equal(await attachment.text(), "%PDF-1.7 test");
  assert.match(
    await (await fetch(`${address}/outbox/mails/${mails[0].id}/raw`)).text(),
    /^From: invoice@example\.invalid/m,
  );
  assert.match(
    await (await fetch(`${address}/outbox`, { headers: { accept: "text/html" } })).text(),
    /电子发票 &lt;1&gt;/,
  );
  assert.equal((await fetch(`${address}/outbox/mails/${mails[0].id}/attachments/1`)).status, 404);
  assert.equal((await fetch(`${address}/outbox/mails/..%2Fmails.jsonl/raw`)).status, 404);
});

test("recipients that fail for now or for good are refused with 451 and 550", async () => {
  await assert.rejects(send("a@temporary.invalid"), (error) => error.responseCode === 451);
  await assert.rejects(send("a@refused.invalid"), (error) => error.responseCode === 550);
});

test("STARTTLS is offered with a certificate that verifies", async () => {
  const ca = readFileSync(setup.front["mail.smtp"].certificate_authority_file);
  await send("tls@example.invalid", { requireTLS: true, tls: { ca } });
  await assert.rejects(
    send("tls@example.invalid", { requireTLS: true }),
    (error) => error.code === "ESOCKET" || error.code === "ETLS",
  );
});

test("where a login is configured, mail without it, with a wrong one or before STARTTLS is refused", async () => {
  const own = initialized((configuration) => {
    configuration.smtp.login = { user: "sender", password: "right" };
  });
  const running = await start(own.folder);
  const secured = {
    port: running.ports.smtp,
    requireTLS: true,
    tls: { ca: readFileSync(own.front["mail.smtp"].certificate_authority_file) },
  };
  await send("a@example.invalid", { ...secured, auth: { user: "sender", pass: "right" } });
  await assert.rejects(
    send("a@example.invalid", { ...secured, auth: { user: "sender", pass: "wrong" } }),
    (error) => error.responseCode === 535,
  );
  await assert.rejects(send("a@example.invalid", secured), (error) => error.responseCode === 530);
  await assert.rejects(
    send("a@example.invalid", {
      port: running.ports.smtp,
      ignoreTLS: true,
      auth: { user: "sender", pass: "right" },
    }),
    (error) => error.code === "EAUTH",
  );
  await running.stop();
  own.remove();
});

async function invoice(changes = {}, signing = {}) {
  const { key_id: keyId, secret_file: file } = setup.front["invoice.platform"];
  const body = JSON.stringify({
    idempotencyKey: "order-1",
    sellerName: "示范认证中心",
    sellerTaxId: "91000000000000000X",
    buyerName: "张示范",
    buyerTaxId: "",
    totalFen: 5000,
    lines: [{ name: "*信息技术服务*证书服务费", amountFen: 5000 }],
    ...changes,
  });
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000));
  const secret = signing.secret ?? readFileSync(file, "utf8").trim();
  const message = `POST\n/invoices\n${timestamp}\n${createHash("sha256").update(body).digest("hex")}`;
  const answer = await fetch(`http://127.0.0.1:${simulators.ports.invoice}/invoices`, {
    method: "POST",
    body,
    headers: {
      "x-invoice-key": signing.keyId ?? keyId,
      "x-invoice-timestamp": timestamp,
      "x-invoice-signature": createHmac("sha256", secret).update(message).digest("hex"),
    },
  });
  return { status: answer.status, body: await answer.json() };
}

test("an invoice gets a number of 20 digits once, also after kill -9", async () => {
  const first = await invoice();
  assert.equal(first.status, 200);
  assert.match(first.body.number, /^\d{20}$/);
  await simulators.kill();
  simulators = await start(setup.folder);
  assert.deepEqual((await invoice()).body, first.body);
  assert.notEqual((await invoice({ idempotencyKey: "order-2" })).body.number, first.body.number);
});

test("invoice requests that are forged, stale or wrong in themselves are refused", async () => {
  const codeOf = async (...parts) => (await invoice(...parts)).body.code;
  assert.equal(await codeOf({}, { secret: "wrong" }), "SignatureMismatch");
  assert.equal(await codeOf({}, { keyId: "unknown" }), "SignatureMismatch");
  assert.equal(await codeOf({}, { timestamp: Math.floor(Date.now() / 1000) - 400 }), "TimestampExpired");
  assert.equal(await codeOf({ idempotencyKey: "order-3", totalFen: 4999 }), "InvalidField");
  assert.equal(await codeOf({ idempotencyKey: "order-3", totalFen: 50.5 }), "InvalidField");
  assert.equal(await codeOf({ idempotencyKey: "order-3", buyerName: "" }), "InvalidField");
  await invoice({ idempotencyKey: "order-4" });
  assert.equal(await codeOf({ idempotencyKey: "order-4", buyerName: "李示范" }), "KeyReused");
});
