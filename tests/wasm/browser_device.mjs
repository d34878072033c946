// The browser's device - palmkey.wasm and the TypeScript around it - against the real platform: a person's way to a
// certificate, an officer's decision, and what happens when things go wrong.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks } from "../tour/checks.mjs";
import { Life } from "../tour/life.mjs";
import { Applicant, typePin } from "./browser_device/applicant.mjs";
import { fetchTrusting, loadSources, Origin } from "./browser_device/origin.mjs";
import { Judges, smallPdf } from "./browser_device/pdf.mjs";

const firstPin = "180529";
const secondPin = "730164";
const wrongPin = "905316";
const exchangeTries = 4;

const platform = await Platform.prepare(await freshOptions());
const folder = path.join(platform.options.data, "browser");
mkdirSync(folder);
const sources = await loadSources(folder);
const memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...words) => {
  const instance = await instantiate(...words);
  memories.push(instance.exports.memory);
  return instance;
};
await platform.start();
globalThis.fetch = fetchTrusting(platform.caFile);
const guide = new Guide(platform);
const origin = new Origin(sources, platform.caFile);
const api = new sources.Api(guide.d.baseUrl, () => "zh-CN");
const phone = await origin.openTab("phone");
const applicant = new Applicant(phone, api, guide);
let keyId;

async function refused(work, code) {
  const error = await work.then(
    () => assert.fail(`not refused, though ${code} was expected`),
    (failure) => failure,
  );
  assert.ok(error instanceof sources.DeviceError, String(error.stack));
  assert.equal(error.code, code);
  return error;
}

async function withPins(device, pins, work) {
  const entries = await Promise.all(pins.map((digits) => typePin(device, digits)));
  try {
    return await work(...entries);
  } finally {
    for (const entry of entries) await entry.dispose();
  }
}

async function statement(device, text) {
  return device.makeIntent("statement", { origin: guide.d.baseUrl, text });
}

async function signed(device, pin, text = "测试") {
  const intent = await statement(device, text);
  return withPins(device, [pin], (entry) => device.sign(keyId, entry, "text", intent));
}

const keyOf = async (device) => (await device.state()).keys.find((key) => key.id === keyId);

const checks = [
  [
    "a link is read, and nothing else is taken for one",
    async () => {
      const link = await phone.parseLink(guide.d.configurationLink);
      assert.equal(link.kind, "configure");
      assert.equal(link.origin, guide.d.baseUrl);
      assert.equal((await phone.parseLink(guide.d.entryLink)).kind, "entry");
      for (const text of ["", "hello", "https://example.invalid/x?d=1"])
        await refused(phone.parseLink(text), "link_malformed");
      await refused(phone.configure(guide.d.entryLink), "link_malformed");
    },
  ],
  [
    "the platform is pinned by the digest in its link, and by no other",
    async () => {
      const other = `${guide.d.baseUrl}/c?d=${"A".repeat(43)}`;
      await refused(phone.configure(other), "not_pinned");
      const away = guide.d.configurationLink.replace(/:\d+\//, ":1/");
      await refused(phone.configure(away), "transport_failed");
      assert.equal((await phone.state()).configured, false);
      await phone.configure(guide.d.configurationLink);
      await phone.configure(guide.d.configurationLink);
      const { configured, baseUrl, platformName } = await phone.state();
      assert.deepEqual([configured, baseUrl], [true, guide.d.baseUrl]);
      assert.notEqual(platformName, "");
    },
  ],
  [
    "a PIN is typed digit by digit, compared and judged without leaving its memory",
    async () => {
      const pin = await typePin(phone, firstPin);
      await pin.press(7);
      assert.equal(pin.length, 6);
      const other = await typePin(phone, firstPin.slice(0, 5));
      assert.equal(await phone.samePin(pin, other), false);
      await refused(phone.checkNewPin(other, []), "pin_refused");
      await other.press(Number(firstPin[5]));
      assert.equal(await phone.samePin(pin, other), true);
      await other.erase();
      await other.press((Number(firstPin[5]) + 1) % 10);
      assert.equal(await phone.samePin(pin, other), false);
      await phone.checkNewPin(pin, ["19900101"]);
      await other.clear();
      assert.equal(other.length, 0);
      for (const digit of "123456") await other.press(Number(digit));
      await refused(phone.checkNewPin(other, []), "pin_refused");
      await other.clear();
      for (const digit of "040726") await other.press(Number(digit));
      await phone.checkNewPin(other, ["19900101"]);
      await refused(phone.checkNewPin(other, ["19900101", "20040726"]), "pin_refused");
      await other.dispose();
      await pin.dispose();
      await refused(phone.checkNewPin(pin, []), "not_found");
    },
  ],
  [
    "an order gets a key and its certification request",
    async () => {
      await applicant.openSession(await phone.parseLink(guide.d.entryLink));
      keyId = await withPins(phone, [firstPin], (pin) => applicant.order(pin));
      const key = await keyOf(phone);
      assert.equal(key.label, applicant.number);
      assert.deepEqual([key.pending, key.certificates], [false, []]);
      assert.equal((await api.get(applicant.path())).public_key, key.publicKey);
    },
  ],
  [
    "what is signed is shown, and the signature is a signature",
    async () => {
      const intent = await statement(phone, "同意");
      const summary = await phone.summarise(keyId, "text", intent);
      assert.equal(summary.type, "statement");
      assert.deepEqual(
        summary.lines.find(([name]) => name === "text"),
        ["text", "同意"],
      );
      const signature = await signed(phone, firstPin);
      assert.equal(signature[0], 0x30);
      await refused(phone.summarise(keyId, "text", "PalmKey intent 1\nx"), "intent_refused");
      await refused(phone.makeIntent("statement", { origin: "x", text: "a\nb" }), "intent_refused");
      await refused(phone.makeIntent("nothing", {}), "intent_refused");
    },
  ],
  [
    "a wrong PIN tells how many tries are left",
    async () => {
      const first = await refused(signed(phone, wrongPin), "wrong_pin");
      const second = await refused(signed(phone, wrongPin), "wrong_pin");
      assert.equal(second.triesLeft, first.triesLeft - 1);
      assert.equal((await phone.status(keyId)).triesLeft, second.triesLeft);
      await signed(phone, firstPin);
      assert.equal((await phone.status(keyId)).triesLeft, first.triesLeft + 1);
      await refused(signed(phone, firstPin.slice(1)), "pin_refused");
    },
  ],
  [
    "an answer that is lost once is asked for again with the same bytes",
    async () => {
      const before = origin.sent.length;
      origin.loseAnswers(1);
      await signed(phone, firstPin);
      assert.equal(origin.sent.length, before + 2);
      assert.equal(origin.sent[before], origin.sent[before + 1]);
    },
  ],
  [
    "an answer that does not come leaves the operation pending, and the next one settles it",
    async () => {
      const before = (await phone.history(keyId)).length;
      origin.loseAnswers(exchangeTries);
      await refused(signed(phone, firstPin), "transport_failed");
      assert.equal((await keyOf(phone)).pending, true);
      assert.equal((await keyOf(phone)).pendingPinChange, false);
      await phone.settle(keyId);
      assert.equal((await keyOf(phone)).pending, false);
      await refused(phone.settle(keyId), "no_operation_pending");
      origin.loseAnswers(exchangeTries);
      await refused(signed(phone, firstPin), "transport_failed");
      await signed(phone, firstPin);
      assert.equal((await phone.history(keyId)).length, before + 3);
    },
  ],
  [
    "a tab that is closed while it waits leaves nothing that another tab cannot settle",
    async () => {
      const doomed = await origin.openTab("phone");
      memories.pop(); // of a closed tab nothing remains
      const closed = origin.closeTabAtNextMessage();
      signed(doomed, firstPin).catch(() => undefined);
      await closed;
      const next = await origin.openTab("phone");
      assert.equal((await keyOf(next)).pending, true);
      await signed(next, firstPin);
      assert.equal((await keyOf(next)).pending, false);
    },
  ],
  [
    "a change of PIN whose answer is lost is finished with both PINs",
    async () => {
      origin.loseAnswers(exchangeTries);
      const change = (pins) =>
        withPins(phone, pins, (oldPin, newPin) => phone.changePin(keyId, oldPin, newPin, []));
      await refused(change([firstPin, "111111"]), "pin_refused");
      await refused(change([firstPin, secondPin]), "transport_failed");
      assert.equal((await keyOf(phone)).pendingPinChange, true);
      await refused(signed(phone, secondPin), "pins_needed");
      const settle = (pins) =>
        withPins(phone, pins, (oldPin, newPin) => phone.settle(keyId, { oldPin, newPin }));
      await refused(settle([firstPin, wrongPin]), "wrong_pin");
      await refused(settle([wrongPin, secondPin]), "wrong_old_pin");
      await settle([firstPin, secondPin]);
      await refused(signed(phone, firstPin), "wrong_pin");
      await signed(phone, secondPin);
      await change([secondPin, firstPin]);
      await signed(phone, firstPin);
    },
  ],
  [
    "two tabs share the device: each sees what the other does, and they take turns",
    async () => {
      const other = await origin.openTab("phone");
      const told = new Promise((resolve) => other.onChange(resolve));
      const [one, two] = await Promise.all([signed(phone, firstPin, "一"), signed(other, firstPin, "二")]);
      assert.notDeepEqual(one, two);
      assert.equal((await told).keys.length, 1);
      const second = await withPins(phone, [secondPin], (pin) => phone.generate({ label: "second" }, pin));
      for (let i = 0; i < 100 && (await other.state()).keys.length < 2; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal((await other.state()).keys[1].id, second.keyId);
    },
  ],
  [
    "an officer's browser approves what the application says and nothing else",
    async () => {
      await applicant.handIn();
      const desk = new Origin(sources, platform.caFile);
      const console = await desk.openTab("console");
      const { activationLink } = guide.d.operators.find(({ role }) => role === "acceptance");
      const { values } = await console.parseLink(activationLink);
      await console.configure(activationLink);
      const officer = await withPins(console, [secondPin], (pin) =>
        console.generate({ label: "operator", activation: values.a }, pin),
      );
      const operator = officer.holder.split(" ")[0];
      const deskApi = new sources.Api(guide.d.baseUrl, () => "zh-CN");
      const sign = (intent) =>
        withPins(console, [secondPin], async (pin) => ({
          intent,
          signature: Buffer.from(await console.sign(officer.keyId, pin, "text", intent)).toString("base64"),
        }));
      const { session, origin: at } = await deskApi.get("/api/v1/desk/challenge");
      const opening = await console.makeIntent("desk", {
        operator,
        origin: at,
        session,
        place: "",
        code: "",
      });
      deskApi.token = (await deskApi.post("/api/v1/desk/sessions", await sign(opening))).token;
      const deskPath = `/api/v1/desk/orders/${applicant.number}`;
      await deskApi.post(`${deskPath}/receive-paper`);
      const shown = await deskApi.get(deskPath);
      const order = {
        applicationText: shown.application_text,
        applicationDigest: shown.application_digest,
        approval: shown.approval,
      };
      const decision = {
        ...{ approve: true, step: "acceptance", operator, order: applicant.number },
        time: Math.floor(Date.now() / 1000),
      };
      const forged = { ...order, approval: { ...order.approval, "subject-name": "李示范" } };
      await refused(console.composeDecision(forged, decision), "approval_differs");
      const changed = { ...order, applicationText: `${order.applicationText}x: y\n` };
      await refused(console.composeDecision(changed, decision), "application_digest_differs");
      const [, kind, , , digest] = /^attachment: (\S+) (\S+) (\S+) (\S+)$/m.exec(order.applicationText);
      const scan = await (await deskApi.blob(`${deskPath}/attachments/${kind}`)).arrayBuffer();
      assert.equal(await console.digestOf(new Uint8Array(scan)), digest);
      const intent = await console.composeDecision(order, decision);
      await deskApi.post(`${deskPath}/decisions`, await sign(intent));
      await guide.activate("review");
      await guide.officer("review", "review", applicant.number, "--yes");
    },
  ],
  [
    "an administrator's browser makes activation codes for its own platform, and sites' secrets",
    async () => {
      const made = await phone.makeActivation();
      assert.match(made.digest, /^[0-9a-f]{64}$/);
      const { kind, values } = await phone.parseLink(made.link);
      assert.equal(kind, "officer");
      assert.equal(values.a, made.code);
      assert.equal(values.d, new URL(guide.d.configurationLink).searchParams.get("d"));
      assert.notEqual((await phone.makeActivation()).code, made.code);
      const unpinned = await new Origin(sources, platform.caFile).openTab("console");
      await refused(unpinned.makeActivation(), "wrong_state");
      const { secret, digest } = await phone.makeClientSecret();
      assert.equal(digest, createHash("sha256").update(secret).digest("hex"));
    },
  ],
  [
    "both certificates are installed, under the key that was made here",
    async () => {
      await applicant.until((order) => order.state === "awaiting_installation");
      await refused(
        withPins(phone, [wrongPin], (pin) => phone.install(keyId, pin)),
        "wrong_pin",
      );
      await withPins(phone, [firstPin], (pin) => phone.install(keyId, pin));
      await api.post(applicant.path("/installed"));
      const { certificates, publicKey } = await keyOf(phone);
      assert.deepEqual(
        certificates.map(({ purpose, name }) => [purpose, name]),
        [
          ["signing", "张示范"],
          ["encryption", "张示范"],
        ],
      );
      const text = await run("openssl", ["x509", "-inform", "DER", "-noout", "-text"], {
        input: certificates[0].der,
      });
      assert.ok(text.replace(/[\s:]/g, "").includes(publicKey));
      assert.ok(certificates[0].notAfter > certificates[0].notBefore);
      await signed(phone, firstPin);
    },
  ],
  [
    "a key is frozen without a PIN, even while something is pending, and starts again with it",
    async () => {
      origin.loseAnswers(exchangeTries);
      await refused(signed(phone, firstPin), "transport_failed");
      await phone.freeze(keyId);
      assert.equal((await phone.status(keyId)).state, "frozen");
      await refused(signed(phone, firstPin), "key_frozen");
      const unfreeze = (digits) => withPins(phone, [digits], (pin) => phone.unfreeze(keyId, pin));
      await refused(unfreeze(wrongPin), "wrong_pin");
      await unfreeze(firstPin);
      assert.equal((await phone.status(keyId)).state, "active");
      await signed(phone, firstPin);
    },
  ],
  [
    "the device's keys work and cannot be read",
    async () => {
      const [record] = await origin.stored("phone");
      for (const key of [record.deviceKey, record.deviceSecret]) {
        assert.equal(key.extractable, false);
        for (const format of ["raw", "pkcs8", "jwk"])
          await assert.rejects(crypto.subtle.exportKey(format, key));
      }
      assert.equal(record.devicePublicKey.length, 65);
    },
  ],
  [
    "no PIN is in anything that was stored, sent, posted to a page, or left in the memory",
    async () => {
      const [record] = await origin.stored("phone");
      const places = [
        Buffer.from(record.state).toString("latin1"),
        ...origin.sent,
        JSON.stringify(origin.posted, (name, value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
        ),
      ];
      assert.ok(memories.length >= 4);
      for (const memory of memories) places.push(Buffer.from(memory.buffer).toString("latin1"));
      for (const pin of [firstPin, secondPin, wrongPin])
        for (const place of places) assert.equal(place.includes(pin), false);
    },
  ],
  [
    "a PDF file is signed, once and again, and judged",
    async () => {
      const judges = new Judges(folder);
      const pixels = new Uint8Array(40 * 20 * 4).fill(0x80);
      const request = {
        ...{ page: 0, rect: [20, 30, 140, 90], picture: { width: 40, height: 20, rgba: pixels }, lines: [] },
        ...{ name: "张示范", reason: "同意", location: "", time: Math.floor(Date.now() / 1000) },
      };
      const sign = (pdf, pin = firstPin) =>
        withPins(phone, [pin], (entry) => phone.pdf.sign(keyId, entry, { ...request, pdf }));
      const original = await judges.packed(smallPdf());
      const info = await phone.pdf.open(original);
      assert.deepEqual(info, { pages: [{ width: 300, height: 200 }], signatures: 0, signable: true });
      await refused(sign(original, wrongPin), "wrong_pin");
      const once = await sign(original);
      assert.deepEqual(once.slice(0, original.length), original);
      const [report] = (await phone.pdf.verify(once)).signatures;
      assert.deepEqual(
        [report.intact, report.signatureValid, report.trusted, report.certificateInTime, report.revocation],
        [true, true, "yes", true, "unknown"],
      );
      assert.deepEqual([report.name, report.reason, report.time], ["张示范", "同意", request.time]);
      assert.deepEqual([report.coversWholeDocument, report.changesAfter], [true, "none"]);
      assert.match(await judges.check(once), /Total document signed/);
      const crl = new Uint8Array(await (await api.blob("/crl")).arrayBuffer());
      assert.equal((await phone.pdf.verify(once, crl)).signatures[0].revocation, "good");
      const twice = await sign(once);
      const reports = (await phone.pdf.verify(twice)).signatures;
      assert.deepEqual(
        reports.map(({ changesAfter, intact }) => [changesAfter, intact]),
        [
          ["signatures_only", true],
          ["none", true],
        ],
      );
      assert.equal((await phone.pdf.open(twice)).signatures, 2);
      const changed = once.slice();
      changed[original.length >> 1] ^= 1;
      const judged = await phone.pdf.verify(changed).catch(({ code }) => code);
      assert.ok(judged === "malformed" || judged.signatures.every(({ intact }) => !intact));
      assert.equal((await phone.history(keyId))[0].operation, "document");
    },
  ],
  [
    "a message and a ciphertext that OpenSSL made for the holder open, and nobody else's do",
    async () => {
      const life = new Life(guide);
      const sealedTo = async (certificate, content) => {
        if (content) await life.sealMessage(certificate, life.file("sealed"), content);
        else await life.seal(certificate, life.file("sealed"));
        return new Blob([readFileSync(life.file("sealed"))]);
      };
      const decrypt = (file, pin = firstPin) =>
        withPins(phone, [pin], (entry) => phone.decryptMessage(keyId, entry, file));
      const { certificates } = await keyOf(phone);
      const of = (purpose) => certificates.find((certificate) => certificate.purpose === purpose);
      const encryption = await life.pem(of("encryption").der, "encryption");

      const message = await sealedTo(encryption, "投标文件:一百万元");
      assert.equal(await phone.openMessage(keyId, message), of("encryption").serial);
      await refused(decrypt(message, wrongPin), "wrong_pin");
      assert.equal(await (await decrypt(message)).text(), "投标文件:一百万元");
      // Of several pieces.
      const long = "一百万元\n".repeat(200_000);
      const large = await sealedTo(encryption, long);
      assert.equal(await (await decrypt(large)).text(), long);

      const ciphertext = await sealedTo(encryption);
      assert.equal(await phone.openMessage(keyId, ciphertext), "");
      assert.equal(await (await decrypt(ciphertext)).text(), "投标文件\n");
      const damaged = Buffer.from(await ciphertext.arrayBuffer());
      damaged[damaged.length - 1] ^= 1;
      await refused(decrypt(new Blob([damaged])), "decryption_failed");

      const others = await sealedTo(await life.pem(of("signing").der, "signing"), "别人的");
      await refused(phone.openMessage(keyId, others), "not_the_recipient");
      await refused(decrypt(others), "not_the_recipient");
      for (const file of [new Blob([smallPdf()]), new Blob(), large.slice(0, large.size - 1)])
        await refused(phone.openMessage(keyId, file), "message_malformed");
      await signed(phone, firstPin);
    },
  ],
  [
    "a drill says that what is encrypted to the holder's certificate opens",
    async () => {
      const { certificates } = await keyOf(phone);
      const drill = (serial, pin = firstPin) =>
        withPins(phone, [pin], (entry) => phone.drill(keyId, entry, serial));
      const { serial } = certificates.find(({ purpose }) => purpose === "encryption");
      await drill(serial);
      await refused(drill(serial, wrongPin), "wrong_pin");
      await refused(drill(certificates.find(({ purpose }) => purpose === "signing").serial), "not_found");
      await signed(phone, firstPin);
    },
  ],
  [
    "a site's drill, made with OpenSSL, is answered with its digest, and nothing else that was encrypted is",
    async () => {
      const life = new Life(guide);
      const { certificates } = await keyOf(phone);
      const of = (purpose) => certificates.find((certificate) => certificate.purpose === purpose);
      const pems = {};
      for (const purpose of ["encryption", "signing"])
        pems[purpose] = await life.pem(of(purpose).der, `drill-${purpose}`);
      const answer = async (content, { to = "encryption", pin = firstPin } = {}) => {
        await life.seal(pems[to], life.file("drill"), content);
        const message = new Uint8Array(readFileSync(life.file("drill")));
        return withPins(phone, [pin], (entry) =>
          phone.answerDrill(keyId, entry, of("encryption").serial, message),
        );
      };
      const drill = Buffer.concat([Buffer.from("PalmKey drill 1\n"), randomBytes(32)]);
      assert.equal(await answer(drill), createHash("sm3").update(drill).digest("hex"));
      await refused(answer(drill, { pin: wrongPin }), "wrong_pin");
      await refused(answer(drill, { to: "signing" }), "decryption_failed");
      for (const other of [randomBytes(16), randomBytes(48), drill.subarray(1), "投标报价:一百万元"])
        await refused(answer(other), "malformed");
      await signed(phone, firstPin);
    },
  ],
  [
    "a file that is no PDF is refused, and the device goes on",
    async () => {
      const request = { page: 0, rect: [0, 0, 0, 0], lines: [], name: "", reason: "", location: "", time: 0 };
      const sign = (pdf, more) =>
        withPins(phone, [firstPin], (pin) => phone.pdf.sign(keyId, pin, { ...request, ...more, pdf }));
      await refused(phone.pdf.open(new Uint8Array(100)), "malformed");
      await refused(phone.pdf.verify(new Uint8Array()), "malformed");
      await refused(sign(new Uint8Array(100)), "malformed");
      await refused(sign(smallPdf(), { page: 1 }), "out_of_range");
      await signed(phone, firstPin);
    },
  ],
  [
    "a device whose storage was cleared begins anew, in every tab",
    async () => {
      const { certificates } = await keyOf(phone);
      assert.equal(certificates.length, 2);
      const other = await origin.openTab("phone");
      await origin.clear("phone");
      await refused(
        withPins(other, [firstPin], (pin) => other.generate({ label: "again" }, pin)),
        "not_configured",
      );
      await refused(signed(phone, firstPin), "unknown_key");
      const nothing = { configured: false, platformName: "", baseUrl: "", keys: [], incoming: [] };
      assert.deepEqual(await phone.state(), nothing);
      await other.configure(guide.d.configurationLink);
      await withPins(other, [firstPin], (pin) => other.generate({ label: "again" }, pin));
      await phone.forget();
      assert.equal((await phone.state()).configured, false);
    },
  ],
];

await runChecks(platform, checks);
