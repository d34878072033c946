import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser } from "./support/browser.mjs";
import { expertAtThePortal } from "./support/expert.mjs";

let provider, portal, browser, stop;

before(async () => {
  ({ provider, portal, browser, stop } = await expertAtThePortal());
});
after(() => stop());

test("an uploaded file waits for the phone and is fetched when it is signed", async () => {
  const form = await browser.get(`${portal.url}/documents`);
  const answer = await browser.upload(form, "/documents", "%PDF-1.7 content", "评审意见.pdf");
  assert.equal(answer.status, 303);
  const [sent] = provider.control.documents;
  assert.deepEqual(sent.query, { name: "评审意见.pdf", account: "expert1", sub: "sub-1" });
  assert.equal(sent.type, "application/pdf");
  assert.match(sent.authorization, /^Basic /);
  assert.equal(sent.body.toString(), "%PDF-1.7 content");
  const waiting = await browser.follow(answer);
  assert.match(waiting.text, /data:image\/svg\+xml;base64,/);
  assert.match(waiting.text, /评审意见\.pdf/);
  provider.control.documentState = "signed";
  const signed = await browser.get(answer.location);
  assert.match(signed.text, /下载已签名的文件/);
  const file = await browser.get(`${answer.location}/signed.pdf`);
  assert.equal(file.text, "%PDF-1.7 signed");
  assert.match(file.headers.get("content-disposition"), /^attachment/);
});

test("a file that is no PDF is refused and goes nowhere", async () => {
  const before = provider.control.documents.length;
  const form = await browser.get(`${portal.url}/documents`);
  const answer = await browser.upload(form, "/documents", "PK.. a zip", "a.pdf");
  assert.deepEqual([answer.status, answer.problem], [400, "document.type"]);
  assert.match(answer.text, /该文件不是PDF文件/);
  assert.equal(provider.control.documents.length, before);
});

test("a file over 20 MB is refused", async () => {
  const form = await browser.get(`${portal.url}/documents`);
  const large = Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(20 * 1024 * 1024)]);
  const answer = await browser.upload(form, "/documents", large, "a.pdf");
  assert.deepEqual([answer.status, answer.problem], [413, "document.large"]);
});

test("an upload without the form's token is refused", async () => {
  const answer = await browser.upload(
    { text: "", address: `${portal.url}/documents` },
    "/documents",
    "%PDF-",
    "a.pdf",
  );
  assert.deepEqual([answer.status, answer.problem], [403, "form.token"]);
});

test("somebody else's document and a stranger's upload are refused", async () => {
  const stranger = new Browser();
  assert.equal((await stranger.get(`${portal.url}/documents/document-1`)).problem, "session.expired");
  const answer = await stranger.upload(
    { text: "", address: `${portal.url}/documents` },
    "/documents",
    "%PDF-",
    "a.pdf",
  );
  assert.equal(answer.problem, "session.expired");
  assert.equal((await browser.get(`${portal.url}/documents/document-99`)).problem, "document.unknown");
});
