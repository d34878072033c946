// What the platform makes, held against OpenSSL and GnuTLS; and what it refuses, as the people concerned meet it.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { palmkey, run } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";
import { Guide } from "../../scripts/demo/steps.mjs";
import { runChecks, walkUntil } from "./checks.mjs";

const identity = ["-pkeyopt", "distid:1234567812345678"];

// The elements of a DER SEQUENCE, each as {tag, whole, content}.
function elements(der) {
  const found = [];
  for (let at = 0; at < der.length;) {
    const begin = at;
    const tag = der[at++];
    let length = der[at++];
    if (length > 0x80) {
      let size = 0;
      for (let i = length & 0x7f; i > 0; i -= 1) size = size * 256 + der[at++];
      length = size;
    }
    found.push({ tag, whole: der.subarray(begin, at + length), content: der.subarray(at, at + length) });
    at += length;
  }
  return found;
}

const platform = await Platform.prepare(await freshOptions());
await platform.start();
const guide = new Guide(platform);
const file = (name) => path.join(guide.home, name);
const certificate = (name) => path.join(guide.home, "certificates", name);
const fetched = async (address) => {
  await run("curl", [
    "-sf",
    "--cacert",
    platform.caFile,
    "-o",
    file("fetched"),
    `${guide.d.baseUrl}${address}`,
  ]);
  return readFileSync(file("fetched"));
};

// Verifies an SM2 signature in DER over bytes under a certificate's key, with OpenSSL alone.
async function opensslVerifies(certificateFile, message, signature) {
  writeFileSync(file("message"), message);
  writeFileSync(file("signature"), signature);
  writeFileSync(file("key.pem"), await run("openssl", ["x509", "-in", certificateFile, "-noout", "-pubkey"]));
  await run("openssl", [
    ...["pkeyutl", "-verify", "-pubin", "-inkey", file("key.pem"), "-rawin", "-digest", "sm3", ...identity],
    ...["-in", file("message"), "-sigfile", file("signature")],
  ]);
}

const refused = async (work, code) => {
  const error = await work().then(
    () => assert.fail(`not refused, though ${code} was expected`),
    (failure) => failure,
  );
  assert.equal(error.code, code, error.message);
  return error.answer;
};

const checks = [
  [
    "GnuTLS parses both certificates",
    async () => {
      for (const name of ["signing.pem", "encryption.pem"]) {
        const text = await run("certtool", ["-i", "--infile", certificate(name)]);
        assert.match(text, /X.509 Certificate Information/);
      }
    },
  ],
  [
    "the key usages are those of a pair",
    async () => {
      const usage = (name) =>
        run("openssl", ["x509", "-in", certificate(name), "-noout", "-ext", "keyUsage"]);
      assert.match(await usage("signing.pem"), /Digital Signature, Non Repudiation\n/);
      assert.match(await usage("encryption.pem"), /Key Encipherment, Data Encipherment, Key Agreement\n/);
    },
  ],
  [
    "OpenSSL verifies a statement that the split key signed, and no other one",
    async () => {
      const { intent, signature } = await guide.device("sign", "我同意", "--yes");
      await opensslVerifies(certificate("signing.pem"), intent, Buffer.from(signature, "base64"));
      await assert.rejects(
        opensslVerifies(
          certificate("signing.pem"),
          intent.replace("同意", "反对"),
          Buffer.from(signature, "base64"),
        ),
      );
    },
  ],
  [
    "the phone opens what OpenSSL encrypted to its certificate",
    async () => {
      writeFileSync(file("plain"), "投标文件\n");
      writeFileSync(
        file("key.pem"),
        await run("openssl", ["x509", "-in", certificate("encryption.pem"), "-noout", "-pubkey"]),
      );
      await run("openssl", [
        ...[
          "pkeyutl",
          "-encrypt",
          "-pubin",
          "-inkey",
          file("key.pem"),
          "-in",
          file("plain"),
          "-out",
          file("sealed"),
        ],
      ]);
      await guide.device("decrypt", file("sealed"), "--output", file("opened"));
      assert.equal(readFileSync(file("opened"), "utf8"), "投标文件\n");
      const changed = readFileSync(file("sealed"));
      changed[changed.length - 1] ^= 1;
      writeFileSync(file("sealed"), changed);
      await refused(
        () => guide.device("decrypt", file("sealed"), "--output", file("opened2")),
        "decryption_failed",
      );
    },
  ],
  [
    "OpenSSL reads the CRL and verifies its signature",
    async () => {
      const crl = await fetched("/crl");
      writeFileSync(file("crl.der"), crl);
      const text = await run("openssl", ["crl", "-inform", "DER", "-in", file("crl.der"), "-noout", "-text"]);
      assert.match(text, /Signature Algorithm: SM2-with-SM3/);
      assert.match(text, /Next Update/);
      const [tbs, , signature] = elements(elements(crl)[0].content);
      await opensslVerifies(certificate("issuing.pem"), tbs.whole, signature.content.subarray(1));
    },
  ],
  [
    "a PDF file is signed so that qpdf, pdfsig and OpenSSL find it in order, and a changed one is told apart",
    async () => {
      await guide.device("form", guide.order, "--output", file("form.pdf"));
      const verify = (name, ...more) =>
        palmkey(["verify", file(name), "--root", path.join(guide.home, "chain/root.pem"), ...more]);
      await palmkey([
        ...["ca", "export", "--config", path.join(platform.options.data, "vault/vault.toml")],
        ...["--output", path.join(guide.home, "chain")],
      ]);
      await refused(() => verify("form.pdf"), "not_signed");
      const sign = (from, to, ...more) =>
        guide.device("sign-file", file(from), "--output", file(to), "--yes", ...more);
      const shown = ["--rect", "60,60,200,120", "--picture", file("captcha.png"), "--reason", "同意"];
      const { digest } = await sign("form.pdf", "signed.pdf", ...shown);
      const { signatures } = await verify("signed.pdf", "--crl", file("crl.der"));
      assert.equal(signatures[0].reason, "同意");
      assert.equal(signatures[0].revocation, "good");
      assert.deepEqual(signatures[0].problems, []);
      await run("qpdf", ["--check", file("signed.pdf")]);
      assert.match(await run("pdfsig", [file("signed.pdf")]), /Total document signed/);

      const pdf = readFileSync(file("signed.pdf"), "latin1");
      const cms = Buffer.from(/\/Contents <([0-9a-f]+)>/.exec(pdf)[1], "hex");
      const signedData = elements(elements(elements(cms)[0].content)[1].content)[0].content;
      const signer = elements(elements(signedData).at(-1).content)[0].content;
      const attributes = Buffer.from(elements(signer)[3].whole);
      assert.ok(attributes.includes(Buffer.from(digest, "hex")));
      attributes[0] = 0x31; // the SET that is signed
      await opensslVerifies(certificate("signing.pem"), attributes, elements(signer)[5].content);

      await sign("signed.pdf", "twice.pdf", "--rect", "220,60,360,120");
      const both = (await verify("twice.pdf")).signatures;
      assert.deepEqual(
        both.map(({ changesAfter }) => changesAfter),
        ["signatures_only", "none"],
      );
      writeFileSync(
        file("changed.pdf"),
        pdf.replace("/Filter /Adobe.PPKLite", "/Filter /Adobe.PPKLitf"),
        "latin1",
      );
      const changed = await refused(() => verify("changed.pdf"), "signature_not_good");
      assert.equal(changed.signatures[0].intact, false);
      const strangers = await palmkey(["verify", file("signed.pdf")]).catch((error) => error.answer);
      assert.equal(strangers.code, "signature_not_good");
      assert.deepEqual(strangers.signatures[0].problems, ["revocation_unknown", "root_unknown"]);
    },
  ],
  [
    "OCSP says good to a request that OpenSSL made, by POST and by GET, signed by its responder",
    async () => {
      await run("openssl", [
        ...["ocsp", "-issuer", certificate("issuing.pem"), "-cert", certificate("signing.pem"), "-no_nonce"],
        ...["-reqout", file("ocsp.request")],
      ]);
      await run("curl", [
        ...["-sf", "--cacert", platform.caFile, "--data-binary", `@${file("ocsp.request")}`],
        ...[
          "-H",
          "Content-Type: application/ocsp-request",
          "-o",
          file("ocsp.post"),
          `${guide.d.baseUrl}/ocsp`,
        ],
      ]);
      const request = encodeURIComponent(readFileSync(file("ocsp.request")).toString("base64"));
      writeFileSync(file("ocsp.get"), await fetched(`/ocsp/${request}`));
      for (const name of ["ocsp.post", "ocsp.get"]) {
        const text = await run("openssl", ["ocsp", "-respin", file(name), "-resp_text", "-noverify"]);
        assert.match(text, /OCSP Response Status: successful/);
        assert.match(text, /Cert Status: good/);
        // OCSPResponse { status, [0] { ResponseBytes { type, OCTET STRING of BasicOCSPResponse } } }
        const [, bytes] = elements(elements(readFileSync(file(name)))[0].content);
        const [, octets] = elements(elements(bytes.content)[0].content);
        const [tbs, , signature, certificates] = elements(elements(octets.content)[0].content);
        const responder = elements(elements(certificates.content)[0].content)[0].whole;
        writeFileSync(file("responder.der"), responder);
        const pem = await run("openssl", ["x509", "-inform", "DER", "-in", file("responder.der")]);
        writeFileSync(file("responder.pem"), pem);
        await opensslVerifies(file("responder.pem"), tbs.whole, signature.content.subarray(1));
        await run("openssl", [
          ...["verify", "-vfyopt", "distid:1234567812345678", "-partial_chain"],
          ...["-trusted", certificate("issuing.pem"), file("responder.pem")],
        ]);
      }
    },
  ],
  [
    "the vault's audit log holds",
    async () => {
      await palmkey(["audit", "verify", "--config", path.join(platform.options.data, "vault/vault.toml")]);
    },
  ],
  [
    "a wrong PIN costs a try, says how many are left, and the right one gives them back",
    async () => {
      const common = ["device", "--home", file("phone"), "--ca-file", platform.caFile];
      const wrong = () => palmkey([...common, "sign", "x", "--yes"], { env: { PALMKEY_PIN: "918273" } });
      assert.equal((await refused(wrong, "wrong_pin")).triesLeft, 4);
      assert.equal((await refused(wrong, "wrong_pin")).triesLeft, 3);
      await guide.device("sign", "x", "--yes");
      assert.equal((await refused(wrong, "wrong_pin")).triesLeft, 4);
      await guide.device("sign", "x", "--yes");
    },
  ],
  [
    "an officer does not see an order that waits for the other step",
    async () => {
      await refused(() => guide.officer("acceptance", "review", guide.order, "--yes"), "order_unknown");
    },
  ],
  [
    "a stale sign-in code is refused, a changed one too",
    async () => {
      await guide.logIn();
      await guide.browser.submit("/bind", { kind: "mobile" });
      const { link } = await guide.browser.signInState();
      const forged = link.replace(/a=./, (found) => (found === "a=A" ? "a=B" : "a=A"));
      await refused(() => guide.device("bind", forged, "--yes"), "link_forged");
      await wait(4500);
      await refused(() => guide.device("bind", link, "--yes"), "link_stale");
      const fresh = await guide.browser.signInState();
      await refused(() => guide.device("sign-in", fresh.link, "--yes"), "wrong_intent_type");
    },
  ],
  [
    "a copy of the phone is found out, the key suspended, the owner told, and nobody signs in with it",
    async () => {
      cpSync(file("phone"), file("copy"), { recursive: true });
      await guide.device("sign", "the real phone goes on", "--yes");
      const copy = ["device", "--home", file("copy"), "--ca-file", platform.caFile];
      const pin = { env: { PALMKEY_PIN: "180529" } };
      await refused(() => palmkey([...copy, "sign", "the copy", "--yes"], pin), "key_suspended");
      await refused(() => guide.device("sign", "x", "--yes"), "key_suspended");
      await guide.outbox("phone=13800000001", ({ sms }) =>
        sms.find((message) => message.text.includes("复制")),
      );
    },
  ],
];

await runChecks(platform, checks, { prepare: () => walkUntil(guide, "CA绑定") });
