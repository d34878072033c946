// What a phone has to load before it can scan and sign in: the first page, the device's core and the code reader. The
// PDF viewer, character maps, fonts and the module for files come later, and only for those who open a file; so do officers'
// screens, those on which certificates are revoked and files decrypted, and any other language.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const limit = 600 * 1000; // bytes, compressed
const folder = fileURLToPath(new URL("../dist/assets/", import.meta.url));
const later = /^(pdf|Pdf|officer|revocation|decryption|english|palmkey_files)|\.(br|gz|bcmap|pfb|ttf)$/;

const compressed = (file) => brotliCompressSync(readFileSync(folder + file)).length;

test("all that comes before the PDF viewer stays within the budget", (context) => {
  const sizes = readdirSync(folder)
    .filter((file) => !later.test(file))
    .map((file) => [file, compressed(file)]);
  const of = (fits) => sizes.filter(([file]) => fits.test(file)).reduce((sum, [, size]) => sum + size, 0);
  const parts = { core: of(/^palmkey-.*wasm$/), reader: of(/^zxing.*wasm$|^code_worker/), all: of(/./) };
  assert.ok(parts.core > 0 && parts.reader > 0, "the core or the code reader is missing");
  context.diagnostic(
    `core ${parts.core}, code reader ${parts.reader}, screens ${parts.all - parts.core - parts.reader}: ` +
      `${parts.all} of ${limit} bytes`,
  );
  assert.ok(parts.all < limit, `${parts.all} bytes`);
});

test("nothing in the build calls a server of others", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".css")))
    assert.doesNotMatch(readFileSync(folder + file, "utf8"), /url\(["']?(https?:)?\/\//, file);
});
