// Checks that palmkey-bench names every benchmark once, with numbers of both sides. Usage: well_formed.mjs PROGRAM
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";

const names = [
  "sm2_sign",
  "sm2_verify",
  "sm2_verify_known_key",
  "sm2_sign_batch",
  "sm2_verify_batch",
  "cosign_vault_arithmetic",
  "cosign_vault",
  "cosign_phone",
  "sm2_encrypt",
  "sm2_decrypt",
  "sm3_16k",
  "sm4_gcm_16k",
  "pbkdf2_sm3",
];
const program = process.argv[2];
const run = (...options) => execFileSync(program, options, { encoding: "utf8" });

const entries = JSON.parse(run("--json", "--brief"));
assert.deepEqual(entries.map((entry) => entry.name).sort(), [...names].sort());
for (const entry of entries) {
  assert.deepEqual(Object.keys(entry), ["name", "ops", "peer", "peer_ops", "ratio"]);
  assert.match(entry.peer, /^openssl_[a-z0-9_]+$/);
  for (const key of ["ops", "peer_ops", "ratio"]) assert.ok(Number.isFinite(entry[key]) && entry[key] > 0, entry.name);
  assert.ok(Math.abs(entry.ratio - entry.ops / entry.peer_ops) < 0.01 * entry.ratio + 0.001, entry.name);
}

const one = JSON.parse(run("--json", "--brief", "--only", "sm3_16k"));
assert.deepEqual(
  one.map((entry) => entry.name),
  ["sm3_16k"],
);
assert.match(run("--brief", "--only", "sm3_16k"), /^sm3_16k +\d+\/s +openssl_sm3 +\d+\/s +\d+\.\d\d\n$/);
for (const options of [["--only", "sm9"], ["--faster"]]) {
  const refused = spawnSync(program, options, { encoding: "utf8" });
  assert.equal(refused.status, 2);
  assert.equal(refused.stdout, "");
}
