// What a library cannot be made to send: requests signed by hand, and published check values.
import assert from "node:assert/strict";
import { createHash, createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { decryptResource, encryptResource } from "../dist/wechat/resource.js";
import { parseAuthorization, requestMessage, signMessage } from "../dist/wechat/signature.js";
import { initialized, start } from "./support/simulators.mjs";

let setup, simulators, wechat;

before(async () => {
  setup = initialized();
  wechat = setup.front["payment.wechat"];
  simulators = await start(setup.folder);
});

after(async () => {
  await simulators.stop();
  setup.remove();
});

async function certificates({
  timestamp = Math.floor(Date.now() / 1000),
  nonce = randomBytes(16).toString("hex"),
  target = "/v3/certificates",
  damage = "",
} = {}) {
  const key = createPrivateKey(readFileSync(wechat.merchant_key_file));
  const signature = signMessage(
    key,
    requestMessage("GET", target, String(timestamp), nonce, Buffer.from(damage)),
  );
  const answer = await fetch(`http://127.0.0.1:${simulators.ports.wechat}/v3/certificates`, {
    headers: {
      authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${wechat.mchid}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${wechat.merchant_serial}",signature="${signature}"`,
    },
  });
  return { status: answer.status, body: await answer.json() };
}

test("the message of a request has the published digest", () => {
  const message = requestMessage(
    "GET",
    "/v3/certificates",
    "1554208460",
    "593BEC0C930BF1AFEB40B4A08C8FB242",
    Buffer.alloc(0),
  );
  assert.equal(
    createHash("sha256").update(message).digest("hex"),
    "fab5c8a222049f386cb01453c7dc712c7997e756271557b0ef6e2e5060575373",
  );
});

const vector = {
  algorithm: "AEAD_AES_256_GCM",
  nonce: "abcdefghijkl",
  associated_data: "transaction",
  ciphertext:
    "Eu6k3KOMCfFZPsMoOqloD2wBiy6brE06bs5X+PBm7J0U+JDMHmTCk3pKoJA+o7ftr3eQltQrAqSqjS4pyfLmKu7Jq4KotCMfNWkzWQtExkmIlIUHyfxTYL4/L7tFnUAXhb3DismYej6Q/1ivSoBQnzuKzG4bYkFKzxSnYppgb36jeVJoVosXxKtAvSiwRIyhwrEF0Oi0L3egkoei3oZuH9rFH9VT/K6SuRg3bFbX+1rMLGUmqOX33FOX0L/JbZaj32YZDeB1M9khicydHBHHmLxAS6iCu/wGG6gji5SEs3H3dgwbcC9ANQKvPQfmq/nXZhVROLbBEYC/WO1TFgtKsVMWHIaYS2ryOQ==",
};
const vectorKey = Buffer.from("0123456789abcdef0123456789abcdef");

test("a callback's resource decrypts to the known transaction", () => {
  assert.deepEqual(JSON.parse(decryptResource(vectorKey, vector)), {
    mchid: "1900000001",
    appid: "wx0000000000000001",
    out_trade_no: "ORDER0001",
    transaction_id: "4200000000000000000000000001",
    trade_type: "NATIVE",
    trade_state: "SUCCESS",
    amount: { total: 1, payer_total: 1, currency: "CNY", payer_currency: "CNY" },
  });
});

test("a resource with another key, other associated data or a changed byte does not decrypt", () => {
  const sealed = encryptResource(vectorKey, "refund", "text");
  assert.equal(decryptResource(vectorKey, sealed), "text");
  const changed = Buffer.from(sealed.ciphertext, "base64");
  changed[0] ^= 1;
  assert.throws(() => decryptResource(vectorKey, { ...sealed, ciphertext: changed.toString("base64") }));
  assert.throws(() => decryptResource(vectorKey, { ...sealed, associated_data: "transaction" }));
  assert.throws(() => decryptResource(Buffer.alloc(32, 1), sealed));
});

test("a signed request is answered, the same request again is a replay", async () => {
  const nonce = randomBytes(16).toString("hex");
  assert.equal((await certificates({ nonce })).status, 200);
  const again = await certificates({ nonce });
  assert.deepEqual([again.status, again.body.code], [401, "SIGN_ERROR"]);
});

test("timestamps five minutes off, either way, are refused", async () => {
  const now = Math.floor(Date.now() / 1000);
  assert.equal((await certificates({ timestamp: now - 280 })).status, 200);
  for (const timestamp of [now - 310, now + 310, "now"]) {
    assert.equal((await certificates({ timestamp })).body.code, "SIGN_ERROR", String(timestamp));
  }
});

test("a signature over another path or body is refused", async () => {
  assert.equal((await certificates({ target: "/v3/certificates?x=1" })).status, 401);
  assert.equal((await certificates({ damage: "{}" })).status, 401);
});

test("a malformed Authorization header is refused", () => {
  const good = 'WECHATPAY2-SHA256-RSA2048 mchid="1",nonce_str="n",timestamp="1",serial_no="A",signature="s"';
  assert.deepEqual(parseAuthorization(good), {
    mchid: "1",
    nonce: "n",
    timestamp: "1",
    serial: "A",
    signature: "s",
  });
  for (const bad of [
    undefined,
    "",
    good.replace("2048", "1024"),
    good.replace('mchid="1",', ""),
    good + ',mchid="2"',
    good.replace('"n"', "n"),
    good + ',extra="1"',
  ]) {
    assert.equal(parseAuthorization(bad), undefined);
  }
});
