// The SMS simulator driven by Aliyun's own client, unmodified.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import service from "@alicloud/dysmsapi20170525";
import openapi from "@alicloud/openapi-core";

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

function client(accessKeySecret) {
  const Client = service.default;
  return new Client(
    new openapi.$OpenApiUtil.Config({
      accessKeyId: setup.front["sms.aliyun"].access_key_id,
      accessKeySecret,
      endpoint: `127.0.0.1:${simulators.ports.sms}`,
      protocol: "http",
    }),
  );
}

const message = () =>
  new service.SendSmsRequest({
    phoneNumbers: "13800138000",
    signName: "示范 认证*中心~(1)",
    templateCode: "SMS_100001",
    templateParam: '{"code":"123456","minutes":"5"}',
  });

test("a message of the client arrives", async () => {
  const answer = await client(
    readFileSync(setup.front["sms.aliyun"].access_key_secret_file, "utf8").trim(),
  ).sendSms(message());
  assert.equal(answer.body.code, "OK");
  const { sms } = await (
    await fetch(`http://127.0.0.1:${simulators.ports.outbox}/outbox?format=json`)
  ).json();
  assert.equal(sms.length, 1);
  assert.deepEqual(
    [sms[0].signName, sms[0].parameters, sms[0].bizId],
    ["示范 认证*中心~(1)", { code: "123456", minutes: "5" }, answer.body.bizId],
  );
});

test("the client reports a wrong secret", async () => {
  await assert.rejects(client("wrong").sendSms(message()), (error) => error.code === "SignatureDoesNotMatch");
});
