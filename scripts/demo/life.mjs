// ./run --tour --life: a certificate's later life, business by business.
import { spawn } from "node:child_process";
import path from "node:path";

import { root } from "./commands.mjs";

const businesses = [
  "unlock",
  "renewal",
  "change",
  "replacement",
  "number",
  "revocation",
  "recovery",
  "transfer",
  "clock",
];

// Prints what each does, as it does it. Resolves to whether all went well; the first failure ends it.
export async function walkLife() {
  for (const business of businesses) {
    process.stdout.write(`\n${business}\n`);
    const walk = spawn("node", [path.join(root, "tests/tour", `${business}.mjs`)], { stdio: "inherit" });
    const status = await new Promise((resolve) => walk.once("exit", resolve));
    if (status !== 0) return false;
  }
  return true;
}
