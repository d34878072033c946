import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser } from "./support/browser.mjs";
import { expertAtThePortal } from "./support/expert.mjs";

let provider, portal, browser, stop;

before(async () => {
  ({ provider, portal, browser, stop } = await expertAtThePortal());
});
after(() => stop());

const begin = async () => browser.submit(await browser.get(`${portal.url}/expert`), "/drills");
const certificate = (opens) => ({ serial: "0a1b", not_after: 1822867200, opens });

test("a check waits for the phone and says what it has found", async () => {
  provider.control.drill = { state: "waiting", certificates: [certificate(null)] };
  const answer = await begin();
  assert.equal(answer.status, 303);
  const [asked] = provider.control.drills;
  assert.deepEqual(asked.body, { sub: "sub-1", account: "expert1" });
  assert.match(asked.authorization, /^Basic /);
  const waiting = await browser.follow(answer);
  assert.match(waiting.text, /data:image\/svg\+xml;base64,/);
  assert.match(waiting.text, /不会上传任何文件内容/);
  provider.control.drill = { state: "claimed", certificates: [certificate(null)] };
  const state = JSON.parse((await browser.get(`${answer.location}/state`)).text);
  assert.deepEqual(state, { state: "claimed", notice: "已扫描，请在手机上完成自检。" });

  provider.control.drill = { state: "passed", certificates: [certificate(true)] };
  const passed = await browser.get(answer.location);
  assert.match(passed.text, /自检通过/);
  assert.match(passed.text, /2027年10月7日[^]*0a1b[^]*可以解密/);
  assert.doesNotMatch(passed.text, /data:image/);
});

test("what does not open is told with what to do about it", async () => {
  provider.control.drill = { state: "failed", certificates: [certificate(true), certificate(false)] };
  const failed = await browser.follow(await begin());
  assert.match(failed.text, /申请密钥恢复/);
  assert.match(failed.text, /不能解密<\/dd>/);
  for (const [state, words] of [
    ["rejected", /您在手机上拒绝了自检/],
    ["expired", /二维码已过期/],
  ]) {
    provider.control.drill = { state, certificates: [certificate(null)] };
    const ended = await browser.get(failed.address);
    assert.match(ended.text, words);
    assert.doesNotMatch(ended.text, /0a1b/);
  }
});

test("a refusal of the platform is told in its words", async () => {
  provider.control.drillRefusal = "该账号尚未绑定证书。";
  const answer = await begin();
  provider.control.drillRefusal = undefined;
  assert.deepEqual([answer.status, answer.problem], [404, "drill.refused"]);
  assert.match(answer.text, /该账号尚未绑定证书/);
});

test("a check without the form's token, a stranger's and somebody else's are refused", async () => {
  const forged = await browser.submit({ text: "", address: portal.url }, "/drills", { form_token: "x" });
  assert.deepEqual([forged.status, forged.problem], [403, "form.token"]);
  assert.equal((await new Browser().get(`${portal.url}/drills/drill-1`)).problem, "session.expired");
  assert.equal((await browser.get(`${portal.url}/drills/drill-99`)).problem, "drill.unknown");
});
