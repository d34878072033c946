import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Browser } from "./support/browser.mjs";
import { startPortal } from "./support/portal.mjs";
import { platform } from "./support/provider.mjs";

let provider, portal, browser;

before(async () => {
  provider = await platform();
  portal = await startPortal(provider.issuer, {});
  provider.open(`${portal.url}/callback`);
});

after(async () => {
  await portal.stop();
  portal.remove();
  provider.close();
});

beforeEach(() => {
  browser = new Browser();
});

const open = (path) => browser.get(portal.url + path);
const choose = (language, to) => open(`/language/${language}?${new URLSearchParams({ to })}`);

// What a person reads of a page, without the name of the language that can be chosen.
const words = ({ text }) => text.replace(/<a class="language"[^>]*>[^<]*<\/a>/, "");
const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

test("the site is Chinese until its reader chooses otherwise, and stays as chosen", async () => {
  const first = await open("/login");
  assert.match(first.text, /<html lang="zh-CN">/);
  assert.match(first.text, /评审专家登录/);
  const link = /<a class="language" href="([^"]*)" lang="en">English<\/a>/.exec(first.text)[1];
  const english = await browser.get(portal.url + link.replaceAll("&amp;", "&"));
  assert.equal(new URL(english.address).pathname, "/login");
  assert.match(english.text, /<html lang="en">/);
  assert.match(english.text, /Experts&#39; sign-in|Experts' sign-in/);
  assert.match((await open("/ca")).text, /<html lang="en">/);
  assert.match((await choose("zh-CN", "/login")).text, /评审专家登录/);
});

test("an English reader meets no Chinese: pages, refusals, the binding dialog, problems", async () => {
  await choose("en", "/login");
  for (const path of ["/login", "/ca", "/nowhere", "/expert", "/documents"]) {
    const page = await open(path);
    assert.doesNotMatch(words(page), chinese, path);
  }
  const login = await open("/login");
  const refused = await browser.submit(login, "/login", { account: "expert1", password: "wrong" });
  assert.equal(refused.problem, "login.wrong");
  assert.doesNotMatch(words(refused), chinese);
  const again = await browser.submit(refused, "/login", { account: "expert1", password: "palmkey-demo" });
  const dialog = await browser.follow(again);
  assert.match(dialog.text, /within 5 minutes/);
  assert.doesNotMatch(words(dialog), chinese);
  const usb = await browser.submit(dialog, "/bind", { kind: "usb" });
  assert.equal(usb.problem, "bind.usb");
  assert.doesNotMatch(words(usb), chinese);
  const leave = await browser.submit(dialog, "/bind", { kind: "mobile" });
  assert.equal(new URL(leave.location).searchParams.get("ui_locales"), "en");
});

test("choosing a language leads back to a page of this site only", async () => {
  for (const to of ["https://example.invalid/", "//example.invalid/", "/\\example.invalid", "login", ""]) {
    const answer = await browser.request(`${portal.url}/language/en?${new URLSearchParams({ to })}`);
    assert.equal(new URL(answer.location, portal.url).href, `${portal.url}/`, to);
  }
});

test("a language that the site does not have is the guide's", async () => {
  await choose("en", "/login");
  assert.match((await choose("tlh", "/login")).text, /<html lang="zh-CN">/);
});
