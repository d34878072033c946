// Runs the device's life in the native program and in WebAssembly, and compares every message that was sent,
// every state that was stored, every outcome, and where a thousand steps of arithmetic lead.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";

const [nativeProgram, wasmProgram] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "palmkey-wasm-"));
try {
  const outputFile = join(folder, "output");
  const output = openSync(outputFile, "w");
  const wasi = new WASI({ version: "preview1", stdout: output, returnOnExit: true });
  const module = await WebAssembly.compile(readFileSync(wasmProgram));
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const status = wasi.start(instance);
  closeSync(output);
  assert.equal(status ?? 0, 0, "the WebAssembly program failed");

  const lines = readFileSync(outputFile, "utf8").trimEnd().split("\n");
  const native = execFileSync(nativeProgram, { encoding: "utf8" }).trimEnd().split("\n");
  assert.deepEqual(lines, native);
  const outcomes = lines.filter((line) => !/^(arithmetic|signature|sent|stored) /.test(line));
  assert.deepEqual(outcomes, [
    "generate ok",
    "sign ok",
    "verify ok",
    "wrong_pin wrong_pin",
    "change_pin ok",
    "old_pin wrong_pin",
    "new_pin ok",
  ]);
  console.log(`${lines.length} lines are the same`);
} finally {
  rmSync(folder, { recursive: true });
}
