// Runs every command that the documents show (lines indented by four blanks that begin with a program's name) on a
// freshly set up platform, with its folder in the place of `data`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { program, root } from "../../scripts/demo/commands.mjs";
import { freshOptions } from "../../scripts/demo/options.mjs";
import { Platform } from "../../scripts/demo/platform.mjs";

const documents = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const commands = documents.flatMap((name) =>
  readFileSync(path.join(root, name), "utf8")
    .split("\n")
    .map((line) => /^ {4}((?:palmkey|palmkey-front|palmkey-vault|\.\/run|\.\/test)(?: .*)?)$/.exec(line)?.[1])
    .filter(Boolean)
    .map((command) => ({ name, command: command.replace(/\s+#.*$/, "") })),
);

const platform = await Platform.prepare(await freshOptions());
const folder = mkdtempSync(path.join(tmpdir(), "palmkey-documents-"));
writeFileSync(path.join(folder, "list.csv"), "phone,name\n13800000001,张示范\n");
let failed = 0;
let passed = 0;
for (const { name, command } of commands) {
  // Starting everything is tests/tour/start.mjs, testing everything is what runs this; here only that the options exist.
  const [first, ...rest] = command.startsWith("./") ? ["./run", "--help"] : command.split(" ");
  const file = first.startsWith("./") ? path.join(root, first) : program(first);
  const words = rest.map((word) => word.replace(/^data\//, `${platform.options.data}/`));
  try {
    execFileSync(file, words, { cwd: folder, stdio: "pipe" });
    passed += 1;
  } catch (error) {
    failed += 1;
    console.error(`${name}: ${command}\n${error.stdout}${error.stderr}`);
  }
}
rmSync(folder, { recursive: true });
rmSync(platform.options.data, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed < 5 ? 1 : 0);
