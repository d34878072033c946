// WeChat Pay's simulator driven by a client library that is not ours. The library signs requests and
// refuses any answer whose signature does not verify.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import wechatpay from "wechatpay-axios-plugin";

import { initialized, post, receiver, start } from "./support/simulators.mjs";

const { Aes, Formatter, Rsa, Wechatpay } = wechatpay;

let setup, simulators, wechat, apiV3Key, payments, address;

function client(overrides = {}) {
  const settings = {
    mchid: wechat.mchid,
    serial: wechat.merchant_serial,
    privateKey: readFileSync(wechat.merchant_key_file),
    certs: {
      [wechat.platform_certificate_serial]: readFileSync(wechat.platform_certificate_file),
      [wechat.platform_public_key_id]: readFileSync(wechat.platform_public_key_file),
    },
    baseURL: address,
    ...overrides,
  };
  return new Wechatpay(settings);
}

function order(number, changes = {}) {
  return {
    appid: wechat.appid,
    mchid: wechat.mchid,
    description: "证书服务费用",
    out_trade_no: number,
    notify_url: payments.url,
    amount: { total: 5000, currency: "CNY" },
    ...changes,
  };
}

/** The error body the platform answered with. */
async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error.response, String(error));
    return { status: error.response.status, code: error.response.data.code };
  }
  assert.fail("was not refused");
}

function decryptCallback(callback) {
  const { headers, body } = callback;
  const key = headers["wechatpay-serial"].startsWith("PUB_KEY_ID_")
    ? wechat.platform_public_key_file
    : wechat.platform_certificate_file;
  const verified = Rsa.verify(
    Formatter.joinedByLineFeed(headers["wechatpay-timestamp"], headers["wechatpay-nonce"], body),
    headers["wechatpay-signature"],
    readFileSync(key),
  );
  const { resource, ...event } = JSON.parse(body);
  const content = JSON.parse(
    Aes.AesGcm.decrypt(resource.ciphertext, apiV3Key, resource.nonce, resource.associated_data),
  );
  return { verified, event, content };
}

before(async () => {
  setup = initialized();
  wechat = setup.front["payment.wechat"];
  apiV3Key = readFileSync(wechat.api_v3_key_file, "ascii").trim();
  simulators = await start(setup.folder);
  address = `http://127.0.0.1:${simulators.ports.wechat}/`;
  payments = await receiver();
});

after(async () => {
  await payments.close();
  assert.equal(await simulators.stop(), 0);
  setup.remove();
});

test("a native order is paid, queried by both numbers, and told by a callback", async () => {
  const first = payments.received.length;
  const pay = client();
  const placed = await pay.v3.pay.transactions.native.post(order("NATIVE0001"));
  assert.match(placed.data.code_url, /^weixin:\/\/wxpay\/bizpayurl\?pr=/);
  const params = { mchid: wechat.mchid };
  const open = await pay.v3.pay.transactions.outTradeNo._out_trade_no_.get({
    params,
    out_trade_no: "NATIVE0001",
  });
  assert.equal(open.data.trade_state, "NOTPAY");
  assert.equal((await post(`${address}simulator/pay`, { code_url: placed.data.code_url })).status, 200);
  const { verified, event, content } = decryptCallback(await payments.arrival(first + 1));
  assert.ok(verified);
  assert.equal(event.event_type, "TRANSACTION.SUCCESS");
  assert.equal(content.out_trade_no, "NATIVE0001");
  assert.deepEqual(content.amount, {
    total: 5000,
    payer_total: 5000,
    currency: "CNY",
    payer_currency: "CNY",
  });
  const paid = await pay.v3.pay.transactions.id._transaction_id_.get({
    params,
    transaction_id: content.transaction_id,
  });
  assert.equal(paid.data.trade_state, "SUCCESS");
  assert.deepEqual(paid.data, content);
  assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(order("NATIVE0001"))), {
    status: 400,
    code: "ORDERPAID",
  });
});

test("public-key mode signs answers and callbacks with the other key", async () => {
  const first = payments.received.length;
  const headers = { "Wechatpay-Serial": wechat.platform_public_key_id };
  const pay = client();
  const placed = await pay.v3.pay.transactions.native.post(order("PUBLICKEY1"), { headers });
  assert.equal(placed.headers["wechatpay-serial"], wechat.platform_public_key_id);
  await post(`${address}simulator/pay`, { out_trade_no: "PUBLICKEY1" });
  const callback = await payments.arrival(first + 1);
  assert.equal(callback.headers["wechatpay-serial"], wechat.platform_public_key_id);
  assert.ok(decryptCallback(callback).verified);
  const unknown = pay.v3.pay.transactions.native.post(order("PUBLICKEY2"), {
    headers: { "Wechatpay-Serial": "PUB_KEY_ID_0" },
  });
  assert.deepEqual(await refusal(unknown), { status: 400, code: "PARAM_ERROR" });
});

test("the platform certificate is downloaded and decrypted", async () => {
  const { data } = await client().v3.certificates.get();
  const { serial_no: serial, encrypt_certificate: sealed } = data.data[0];
  assert.equal(serial, wechat.platform_certificate_serial);
  const pem = Aes.AesGcm.decrypt(sealed.ciphertext, apiV3Key, sealed.nonce, sealed.associated_data);
  assert.equal(pem, readFileSync(wechat.platform_certificate_file, "utf8"));
});

test("the library refuses our answers if it trusts another key", async () => {
  const certs = { [wechat.platform_certificate_serial]: readFileSync(wechat.platform_public_key_file) };
  await assert.rejects(client({ certs }).v3.certificates.get(), /Verify the response's data/);
});

test("an H5 order leads to a page on which a person pays", async () => {
  const scene = { payer_client_ip: "127.0.0.1", h5_info: { type: "Wap" } };
  const pay = client();
  const { data } = await pay.v3.pay.transactions.h5.post(order("H5ORDER001", { scene_info: scene }));
  const shown = await (await fetch(data.h5_url)).text();
  assert.match(shown, /¥50\.00/);
  const target = encodeURIComponent("https://portal.invalid/done");
  const paid = await fetch(`${data.h5_url}?redirect_url=${target}`, { method: "POST", redirect: "manual" });
  assert.equal(paid.headers.get("location"), "https://portal.invalid/done");
  assert.match(await (await fetch(data.h5_url)).text(), /支付成功/);
  assert.deepEqual(await refusal(pay.v3.pay.transactions.h5.post(order("H5ORDER002"))), {
    status: 400,
    code: "PARAM_ERROR",
  });
});

test("a closed order can neither be paid nor placed again", async () => {
  const pay = client();
  await pay.v3.pay.transactions.native.post(order("CLOSED0001"));
  const closed = await pay.v3.pay.transactions.outTradeNo._out_trade_no_.close.post(
    { mchid: wechat.mchid },
    { out_trade_no: "CLOSED0001" },
  );
  assert.equal(closed.status, 204);
  assert.equal(
    (await post(`${address}simulator/pay`, { out_trade_no: "CLOSED0001" })).body.code,
    "ORDER_CLOSED",
  );
  assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(order("CLOSED0001"))), {
    status: 400,
    code: "ORDER_CLOSED",
  });
});

test("an order past its time cannot be paid", async () => {
  const timeExpire = (seconds) =>
    new Date(Date.now() + seconds * 1000 + 8 * 3600_000).toISOString().slice(0, 19) + "+08:00";
  const pay = client();
  await pay.v3.pay.transactions.native.post(order("EXPIRED001", { time_expire: timeExpire(-5) }));
  assert.equal(
    (await post(`${address}simulator/pay`, { out_trade_no: "EXPIRED001" })).body.code,
    "ORDER_EXPIRED",
  );
  await pay.v3.pay.transactions.native.post(order("EXPIRED002", { time_expire: timeExpire(300) }));
  assert.equal((await post(`${address}simulator/pay`, { out_trade_no: "EXPIRED002" })).status, 200);
});

test("refunds add up to the amount paid at most, and a repeated one changes nothing", async () => {
  const pay = client();
  const refund = (number, fen, total = 5000) =>
    pay.v3.refund.domestic.refunds.post({
      out_trade_no: "REFUND0001",
      out_refund_no: number,
      notify_url: payments.url,
      amount: { refund: fen, total, currency: "CNY" },
    });
  await pay.v3.pay.transactions.native.post(order("REFUND0001"));
  assert.deepEqual(await refusal(refund("R1", 3000)), { status: 400, code: "INVALID_REQUEST" });
  let first = payments.received.length;
  await post(`${address}simulator/pay`, { out_trade_no: "REFUND0001" });
  await payments.arrival(first + 1);
  first = payments.received.length;
  const done = await refund("R1", 3000);
  assert.equal(done.data.status, "SUCCESS");
  const { verified, event, content } = decryptCallback(await payments.arrival(first + 1));
  assert.ok(verified);
  assert.equal(event.event_type, "REFUND.SUCCESS");
  assert.equal(content.refund_status, "SUCCESS");
  assert.equal((await refund("R1", 3000)).data.refund_id, done.data.refund_id);
  assert.deepEqual(await refusal(refund("R2", 3000)), { status: 403, code: "NOT_ENOUGH" });
  assert.deepEqual(await refusal(refund("R2", 2000, 4000)), { status: 400, code: "INVALID_REQUEST" });
  const asked = await pay.v3.refund.domestic.refunds._out_refund_no_.get({ out_refund_no: "R1" });
  assert.equal(asked.data.amount.refund, 3000);
  assert.deepEqual(
    await refusal(pay.v3.refund.domestic.refunds._out_refund_no_.get({ out_refund_no: "R9" })),
    { status: 404, code: "RESOURCE_NOT_EXISTS" },
  );
});

test("amounts that are not whole fen are refused", async () => {
  for (const total of ["5000", 50.5, 0, -1, null]) {
    const placed = client().v3.pay.transactions.native.post(
      order("AMOUNT0001", { amount: { total, currency: "CNY" } }),
    );
    assert.deepEqual(await refusal(placed), { status: 400, code: "PARAM_ERROR" }, String(total));
  }
  const foreign = client().v3.pay.transactions.native.post(
    order("AMOUNT0001", { amount: { total: 1, currency: "USD" } }),
  );
  assert.deepEqual(await refusal(foreign), { status: 400, code: "PARAM_ERROR" });
});

test("a merchant's order number stands for one order", async () => {
  const pay = client();
  const { data } = await pay.v3.pay.transactions.native.post(order("UNIQUE0001"));
  assert.deepEqual((await pay.v3.pay.transactions.native.post(order("UNIQUE0001"))).data, data);
  const other = order("UNIQUE0001", { amount: { total: 1, currency: "CNY" } });
  assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(other)), {
    status: 403,
    code: "OUT_TRADE_NO_USED",
  });
  for (const number of ["SHORT", "with space", "x".repeat(33)]) {
    assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(order(number))), {
      status: 400,
      code: "PARAM_ERROR",
    });
  }
  const foreignApp = order("UNIQUE0002", { appid: "wx9999999999999999" });
  assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(foreignApp)), {
    status: 400,
    code: "APPID_MCHID_NOT_MATCH",
  });
  const foreignMerchant = order("UNIQUE0002", { mchid: "1900000002" });
  assert.deepEqual(await refusal(pay.v3.pay.transactions.native.post(foreignMerchant)), {
    status: 400,
    code: "PARAM_ERROR",
  });
});

test("an unknown merchant, an unknown serial and a foreign key are refused", async () => {
  const denied = { status: 401, code: "SIGN_ERROR" };
  const { generateKeyPairSync } = await import("node:crypto");
  const foreignKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  assert.deepEqual(await refusal(client({ mchid: "1900000002" }).v3.certificates.get()), denied);
  assert.deepEqual(await refusal(client({ serial: "00FF" }).v3.certificates.get()), denied);
  assert.deepEqual(await refusal(client({ privateKey: foreignKey }).v3.certificates.get()), denied);
});

test("a callback is repeated until it is accepted", async () => {
  const refunds = await receiver();
  refunds.state.status = 500;
  await client().v3.pay.transactions.native.post(order("RETRY00001", { notify_url: refunds.url }));
  await post(`${address}simulator/pay`, { out_trade_no: "RETRY00001" });
  const first = JSON.parse((await refunds.arrival(1)).body);
  refunds.state.status = 204;
  const second = JSON.parse((await refunds.arrival(2)).body);
  assert.equal(second.id, first.id);
  await refunds.close();
});

test("faults: a callback twice, a wrong signature, a probe, a wrong amount, a lost answer", async () => {
  const faulty = await receiver();
  const pay = client();
  const paidWith = async (number, faults) => {
    await post(`${address}simulator/faults`, faults);
    await pay.v3.pay.transactions.native.post(order(number, { notify_url: faulty.url }));
    const seen = faulty.received.length;
    await post(`${address}simulator/pay`, { out_trade_no: number });
    return seen;
  };
  let seen = await paidWith("FAULT00001", { callbackTwice: true });
  assert.equal(
    JSON.parse((await faulty.arrival(seen + 2)).body).id,
    JSON.parse((await faulty.arrival(seen + 1)).body).id,
  );
  seen = await paidWith("FAULT00002", { callbackWrongSignature: true });
  assert.equal(decryptCallback(await faulty.arrival(seen + 1)).verified, false);
  seen = await paidWith("FAULT00003", { callbackSignatureProbe: true });
  assert.match((await faulty.arrival(seen + 1)).headers["wechatpay-signature"], /^WECHATPAY\/SIGNTEST\//);
  seen = await paidWith("FAULT00004", { callbackTotal: 1 });
  const told = decryptCallback(await faulty.arrival(seen + 1));
  assert.ok(told.verified);
  assert.equal(told.content.amount.total, 1);
  await post(`${address}simulator/faults`, { dropAnswers: 1 });
  await assert.rejects(
    pay.v3.pay.transactions.native.post(order("FAULT00005")),
    (error) => error.response === undefined,
  );
  const params = { mchid: wechat.mchid };
  const known = await pay.v3.pay.transactions.outTradeNo._out_trade_no_.get({
    params,
    out_trade_no: "FAULT00005",
  });
  assert.equal(known.data.trade_state, "NOTPAY");
  assert.equal((await post(`${address}simulator/faults`, { unknownFault: true })).status, 400);
  await post(`${address}simulator/faults`, {});
  await faulty.close();
});

test("after kill -9 orders, payments and callbacks that are due go on", async () => {
  const own = initialized();
  const merchantFront = own.front["payment.wechat"];
  const late = await receiver();
  let running = await start(own.folder);
  const clientOf = () =>
    client({
      baseURL: `http://127.0.0.1:${running.ports.wechat}/`,
      serial: merchantFront.merchant_serial,
      privateKey: readFileSync(merchantFront.merchant_key_file),
      certs: {
        [merchantFront.platform_certificate_serial]: readFileSync(merchantFront.platform_certificate_file),
      },
    });
  await post(`http://127.0.0.1:${running.ports.wechat}/simulator/faults`, { callbackNever: true });
  await clientOf().v3.pay.transactions.native.post(order("KILLED0001", { notify_url: late.url }));
  await post(`http://127.0.0.1:${running.ports.wechat}/simulator/pay`, { out_trade_no: "KILLED0001" });
  assert.equal(late.received.length, 0);
  await running.kill();
  running = await start(own.folder);
  assert.equal(JSON.parse((await late.arrival(1)).body).event_type, "TRANSACTION.SUCCESS");
  const asked = await clientOf().v3.pay.transactions.outTradeNo._out_trade_no_.get({
    params: { mchid: wechat.mchid },
    out_trade_no: "KILLED0001",
  });
  assert.equal(asked.data.trade_state, "SUCCESS");
  await running.stop();
  await late.close();
  own.remove();
});
