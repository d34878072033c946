import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { canonicalRequest, parseAuthorization, sha256Hex, signature } from "../dist/sms/signature.js";
import { initialized, start } from "./support/simulators.mjs";

let setup, simulators, secret;

before(async () => {
  setup = initialized((configuration) => {
    configuration.sms.limitPerMinute = 2;
  });
  secret = readFileSync(setup.front["sms.aliyun"].access_key_secret_file, "utf8").trim();
  simulators = await start(setup.folder);
});

after(async () => {
  await simulators.stop();
  setup.remove();
});

const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("the published request has the published canonical digest and signature", () => {
  const headers = {
    host: "ecs.cn-shanghai.aliyuncs.com",
    "x-acs-action": "RunInstances",
    "x-acs-content-sha256": emptyDigest,
    "x-acs-date": "2023-10-26T10:22:32Z",
    "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    "x-acs-version": "2014-05-26",
  };
  const canonical = canonicalRequest({
    method: "POST",
    path: "/",
    headers,
    signedHeaders: Object.keys(headers).sort(),
    bodyDigest: emptyDigest,
    query: [
      ["RegionId", "cn-shanghai"],
      ["ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"],
    ],
  });
  assert.equal(sha256Hex(canonical), "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
  assert.equal(
    signature("YourAccessKeySecret", canonical),
    "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
  );
});

test("a SendSms request has the known signature", () => {
  const headers = {
    host: "dysmsapi.aliyuncs.com",
    "x-acs-action": "SendSms",
    "x-acs-content-sha256": emptyDigest,
    "x-acs-date": "2023-11-14T22:13:20Z",
    "x-acs-signature-nonce": "00000000000000000000000000000001",
    "x-acs-version": "2017-05-25",
  };
  const canonical = canonicalRequest({
    method: "POST",
    path: "/",
    headers,
    signedHeaders: Object.keys(headers).sort(),
    bodyDigest: emptyDigest,
    query: [
      ["PhoneNumbers", "13800138000"],
      ["SignName", "测试"],
      ["TemplateCode", "SMS_000000"],
      ["TemplateParam", '{"code":"123456"}'],
    ],
  });
  assert.equal(
    signature("YourAccessKeySecret", canonical),
    "842dd23ae1ede31d8b80177964cc309d20f2bf81a538b09926aa6bc91e06d950",
  );
});

test("a malformed Authorization header is refused", () => {
  const good = `ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action,Signature=${"0".repeat(64)}`;
  assert.deepEqual(parseAuthorization(good)?.signedHeaders, ["host", "x-acs-action"]);
  for (const bad of [
    undefined,
    good.slice(0, -1),
    good.replace("ACS3", "ACS2"),
    good.replace("Credential=id,", ""),
  ]) {
    assert.equal(parseAuthorization(bad), undefined);
  }
});

/** Signs on its own, not with the simulator's code. */
async function send(changes = {}) {
  const query = {
    PhoneNumbers: "13800138001",
    SignName: "示范认证中心",
    TemplateCode: "SMS_100001",
    TemplateParam: '{"code":"123456","minutes":"5"}',
    ...changes.query,
  };
  const encode = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
  const search = Object.keys(query)
    .sort()
    .map((name) => `${name}=${encode(query[name])}`)
    .join("&");
  const headers = {
    host: `127.0.0.1:${simulators.ports.sms}`,
    "x-acs-action": "SendSms",
    "x-acs-content-sha256": emptyDigest,
    "x-acs-date": new Date().toISOString().slice(0, 19) + "Z",
    "x-acs-signature-nonce": randomBytes(16).toString("hex"),
    "x-acs-version": "2017-05-25",
    ...changes.headers,
  };
  const names = Object.keys(headers)
    .sort()
    .filter((name) => name !== changes.unsigned);
  const canonical = [
    "POST",
    "/",
    search,
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    emptyDigest,
  ].join("\n");
  const text = "ACS3-HMAC-SHA256\n" + createHash("sha256").update(canonical).digest("hex");
  const signed = createHmac("sha256", changes.secret ?? secret)
    .update(text)
    .digest("hex");
  const accessKeyId = changes.accessKeyId ?? setup.front["sms.aliyun"].access_key_id;
  const answer = await fetch(`http://127.0.0.1:${simulators.ports.sms}/?${search}${changes.append ?? ""}`, {
    method: "POST",
    headers: {
      ...headers,
      authorization: `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(";")},Signature=${signed}`,
    },
  });
  return { status: answer.status, body: await answer.json() };
}

async function outbox(phone) {
  const answer = await fetch(`http://127.0.0.1:${simulators.ports.outbox}/outbox?format=json&phone=${phone}`);
  return (await answer.json()).sms;
}

test("a signed message arrives in the outbox with its text", async () => {
  const { status, body } = await send();
  assert.equal(status, 200);
  assert.deepEqual([body.Code, body.Message], ["OK", "OK"]);
  const [sms] = await outbox("13800138001");
  assert.equal(sms.text, "验证码123456，5分钟内有效，请勿告诉他人。");
  assert.equal(sms.parameters.code, "123456");
  assert.equal(sms.bizId, body.BizId);
  const page = await (
    await fetch(`http://127.0.0.1:${simulators.ports.outbox}/outbox?phone=13800138001`, {
      headers: { accept: "text/html" },
    })
  ).text();
  assert.match(page, /【示范认证中心】验证码123456/);
  const other = await (
    await fetch(`http://127.0.0.1:${simulators.ports.outbox}/outbox?phone=13900139009`, {
      headers: { accept: "text/html" },
    })
  ).text();
  assert.doesNotMatch(other, /123456/);
});

test("forged, stale, replayed and foreign requests are refused and deliver nothing", async () => {
  const query = { PhoneNumbers: "13800138002" };
  const at = (seconds) => ({
    "x-acs-date": new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19) + "Z",
  });
  const codeOf = async (changes) => (await send({ query, ...changes })).body.Code;
  assert.equal(await codeOf({ secret: "wrong" }), "SignatureDoesNotMatch");
  assert.equal(await codeOf({ append: "&OutId=1" }), "SignatureDoesNotMatch");
  assert.equal(
    await codeOf({ headers: { "x-acs-content-sha256": "00".repeat(32) } }),
    "SignatureDoesNotMatch",
  );
  assert.equal(await codeOf({ unsigned: "x-acs-date" }), "IncompleteSignature");
  assert.equal(await codeOf({ accessKeyId: "LTAIUnknown" }), "InvalidAccessKeyId.NotFound");
  assert.equal(await codeOf({ headers: at(-16 * 60) }), "InvalidTimeStamp.Expired");
  assert.equal(await codeOf({ headers: at(16 * 60) }), "InvalidTimeStamp.Expired");
  assert.equal(await codeOf({ headers: { "x-acs-action": "SendBatchSms" } }), "InvalidAction.NotFound");
  assert.deepEqual(await outbox("13800138002"), []);
  const headers = { "x-acs-signature-nonce": "replayed-nonce" };
  assert.equal(await codeOf({ headers }), "OK");
  assert.equal(await codeOf({ headers }), "SignatureNonceUsed");
  assert.equal((await outbox("13800138002")).length, 1);
});

test("business errors come with HTTP 200", async () => {
  const codeOf = async (query) => {
    const { status, body } = await send({ query });
    assert.equal(status, 200);
    return body.Code;
  };
  assert.equal(await codeOf({ PhoneNumbers: "12345" }), "isv.MOBILE_NUMBER_ILLEGAL");
  assert.equal(await codeOf({ TemplateCode: "code" }), "isv.SMS_TEMPLATE_ILLEGAL");
  assert.equal(await codeOf({ TemplateParam: "code" }), "isv.INVALID_JSON_PARAM");
  assert.equal(await codeOf({ TemplateParam: "{}" }), "isv.TEMPLATE_MISSING_PARAMETERS");
  assert.equal(await codeOf({ SignName: "" }), "isv.SMS_SIGNATURE_ILLEGAL");
  const phone = { PhoneNumbers: "13800138003" };
  assert.deepEqual(
    [await codeOf(phone), await codeOf(phone), await codeOf(phone)],
    ["OK", "OK", "isv.BUSINESS_LIMIT_CONTROL"],
  );
});
