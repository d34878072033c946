// Runs known_answer.wasm and compares what it prints with what the standards (and, for HKDF and PBKDF2, the
// command `openssl kdf`) say. Works with the node:wasi of Node.js 18 and later.
import assert from "node:assert/strict";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";

const expected = {
  sm3: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
  hmac: "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882",
  hkdf:
    "ad1e679b43f4eea80ab4b62d4f55fa9db9a1c148b199a15b3b1c47a3e95c3752" + "1adf1fd2b2446e47adcb5fa386f29c78",
  pbkdf2: "e8b635a41dfe5aaab7cf828cff6f3608e22cac59ba16edd70e000b293d00bc9118504f57ab46673d",
  sm4: "681edf34d206965e86b3e94f536e4246",
  gcm:
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735" +
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d" +
    "83de3541e4c2b58177e065a9bf7b62ec",
  "gcm.open": "ok",
  "gcm.tampered": "decryption_failed",
  "sm2.public_key":
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020" +
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
  "sm2.digest": "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640",
  "sm2.verify": "ok",
  "sm2.verify.other": "bad_signature",
  "sm2.sign": "ok",
  "sm2.encrypt":
    "307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73" +
    "022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0" +
    "042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766" +
    "041321886ca989ca9c7d58087307ca93092d651efa",
  "sm2.decrypt": "encryption standard",
  "sm2.off_curve": "not_on_curve",
};

const folder = mkdtempSync(join(tmpdir(), "palmkey-wasm-"));
try {
  const outputFile = join(folder, "output");
  const output = openSync(outputFile, "w");
  const wasi = new WASI({ version: "preview1", stdout: output, returnOnExit: true });
  const module = await WebAssembly.compile(readFileSync(process.argv[2]));
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const status = wasi.start(instance);
  closeSync(output);
  assert.equal(status ?? 0, 0, "the program failed");

  const lines = readFileSync(outputFile, "utf8").trimEnd().split("\n");
  const answers = Object.fromEntries(
    lines.map((line) => {
      const space = line.indexOf(" ");
      return [line.slice(0, space), line.slice(space + 1)];
    }),
  );
  assert.deepEqual(answers, expected);
  console.log(`${lines.length} answers are as they should be`);
} finally {
  rmSync(folder, { recursive: true });
}
