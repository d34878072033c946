// What the tests of a certificate's life share: orders that are about a certificate, headless.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { palmkey, root, run } from "../../scripts/demo/commands.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";

export const SCAN = path.join(root, "demo/tour/document.jpg");

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const length = content.length.toString(16);
  const bytes = Buffer.from(length.padStart(length.length + (length.length % 2), "0"), "hex");
  const header = content.length < 0x80 ? [content.length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...header]), content]);
}
const sequence = (...parts) => der(0x30, ...parts);
const oid = (below) => der(0x06, Buffer.from(`2a811ccf55${below}`, "hex")); // 1.2.156.10197...

export class Life {
  constructor(guide) {
    this.guide = guide;
  }

  file = (name) => path.join(this.guide.home, name);
  // The tour's phone with this PIN.
  phone = (pin, ...words) => this.phoneWith({ PALMKEY_PIN: pin }, ...words);
  // Resolves to the answer of a refusal with this code.
  refused = async (work, code) => {
    const error = await work.then(
      () => assert.fail(`not refused, though ${code} was expected`),
      (failure) => failure,
    );
    assert.equal(error.code, code, error.message);
    return error.answer;
  };

  phoneWith(env, ...words) {
    const common = ["device", "--home", this.file("phone"), "--ca-file", this.guide.platform.caFile];
    return palmkey([...common, ...words], { env });
  }

  // Serial number of the phone's signing certificate.
  async serial() {
    return (await this.certificatesTo("certificates")).signing.serial;
  }

  // Saves the phone's certificates into this folder; resolves to them by purpose.
  async certificatesTo(folder) {
    const { certificates } = await this.guide.device("certificates", "--output", this.file(folder));
    return Object.fromEntries(certificates.map((certificate) => [certificate.purpose, certificate]));
  }

  // The order's number.
  async apply(business, ...words) {
    const { order } = await this.guide.device(
      ...["apply", "--link", this.guide.d.entryLink, "--form", this.guide.form, "--business", business],
      ...["--accept-agreements", ...(await this.guide.captcha()), ...words],
    );
    return order;
  }

  upload(order, kind) {
    return this.guide.device("upload", order, kind, SCAN);
  }

  // Uploads what is asked for and hands in.
  async handIn(order) {
    const { attachments } = await this.guide.device("status", order);
    for (const { kind, required } of attachments) if (required) await this.upload(order, kind);
    return this.guide.device("submit", order);
  }

  // Pays as WeChat would.
  async pay(order) {
    const { codeUrl } = await this.guide.device("pay", order);
    await fetch(`http://127.0.0.1:${this.guide.platform.ports.wechat}/simulator/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code_url: codeUrl }),
    });
    return this.until(order, "awaiting_acceptance");
  }

  cancel(order) {
    return this.guide.device("cancel", order);
  }

  // Both officers.
  async approve(order) {
    await this.guide.officer("acceptance", "accept", order, "--yes");
    await this.guide.officer("review", "review", order, "--yes");
  }

  // Both recovery agents, who get their devices first.
  async activateAgents() {
    for (const which of [0, 1]) await this.guide.activate("recovery", `recovery-${which}`, which);
  }

  async until(order, state) {
    for (let attempt = 0; attempt < this.guide.patience * 10; attempt += 1) {
      const shown = await this.guide.device("status", order);
      if (shown.state === state) return shown;
      await wait(100);
    }
    throw new Error(`the order did not become ${state}`);
  }

  // The owner's SMS, or that to another number.
  told(words, phone = this.guide.phone) {
    return this.guide.outbox(`phone=${phone}`, ({ sms }) => sms.some(({ text }) => text.includes(words)));
  }

  // The first code that this number gets.
  async codeFor(phone) {
    await this.guide.device("request-code", "--link", this.guide.d.entryLink, "--phone", phone);
    return new Guide(this.guide.platform, this.guide.patience, { phone }).smsCode(0);
  }

  // A file with the form, in which this is another.
  formWith(name, { applicant = {}, handler = {} }) {
    const form = JSON.parse(readFileSync(this.guide.form, "utf8"));
    Object.assign(form.applicant, applicant);
    Object.assign(form.handler, handler);
    writeFileSync(this.file(name), JSON.stringify(form));
    return this.file(name);
  }

  // The certificate in PEM, as OpenSSL wants it.
  async pem(der, name) {
    writeFileSync(this.file(`${name}.der`), der);
    const words = ["x509", "-inform", "DER", "-in", this.file(`${name}.der`)];
    await run("openssl", [...words, "-out", this.file(`${name}.pem`)]);
    return this.file(`${name}.pem`);
  }

  // Somebody who is nobody's subscriber: a key and a certificate over it by itself.
  async stranger(name) {
    const [key, certificate] = [this.file(`${name}.key`), this.file(`${name}.pem`)];
    await run("openssl", ["ecparam", "-name", "SM2", "-genkey", "-noout", "-out", key]);
    const subject = ["-subj", `/CN=${name}`, "-utf8", "-out", certificate];
    await run("openssl", ["req", "-new", "-x509", "-key", key, "-sm3", ...subject]);
    return { key, certificate };
  }

  // A message (EnvelopedData of GB/T 35275) encrypted by OpenSSL for the certificate, which it names by its key identifier.
  async sealMessage(certificate, sealed, text) {
    const [plain, key, pem, wrapped, encrypted] = ["plain", "key", "key.pem", "wrapped", "encrypted"].map(
      (name) => this.file(`message-${name}`),
    );
    const [secret, iv] = [randomBytes(16), randomBytes(16)];
    writeFileSync(plain, text);
    writeFileSync(key, secret);
    writeFileSync(pem, await run("openssl", ["x509", "-in", certificate, "-noout", "-pubkey"]));
    await run("openssl", ["pkeyutl", "-encrypt", "-pubin", "-inkey", pem, "-in", key, "-out", wrapped]);
    const cipher = ["enc", "-sm4-cbc", "-K", secret.toString("hex"), "-iv", iv.toString("hex")];
    await run("openssl", [...cipher, "-in", plain, "-out", encrypted]);
    const shown = await run("openssl", [
      "x509",
      "-in",
      certificate,
      "-noout",
      "-ext",
      "subjectKeyIdentifier",
    ]);
    const identifier = /([0-9A-F]{2}:)+[0-9A-F]{2}/.exec(shown)[0].replaceAll(":", "");
    const recipient = sequence(
      Buffer.from("020102", "hex"),
      der(0x80, Buffer.from(identifier, "hex")),
      sequence(oid("01822d03")), // SM2 encryption
      der(0x04, readFileSync(wrapped)),
    );
    const content = sequence(
      oid("0601040201"),
      sequence(oid("016802"), der(0x04, iv)), // SM4 in CBC
      der(0x80, readFileSync(encrypted)),
    );
    const enveloped = sequence(Buffer.from("020102", "hex"), der(0x31, recipient), content);
    writeFileSync(sealed, sequence(oid("0601040203"), der(0xa0, enveloped)));
  }

  // A file encrypted by OpenSSL to the certificate.
  async seal(certificate, sealed, content = "投标文件\n") {
    writeFileSync(this.file("plain"), content);
    writeFileSync(
      this.file("key.pem"),
      await run("openssl", ["x509", "-in", certificate, "-noout", "-pubkey"]),
    );
    const words = ["pkeyutl", "-encrypt", "-pubin", "-inkey", this.file("key.pem")];
    await run("openssl", [...words, "-in", this.file("plain"), "-out", sealed]);
  }
}
