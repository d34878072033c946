// Checks on a running platform, one line each; the process ends with 0 if all passed. Data and logs of a failure are kept.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

// `checks` are pairs of a name and a function; each is tried whatever became of those before, unless they are the steps of
// one story. `prepare` comes first and must not fail; `onFailure` may look at what is on the screens; `end` closes what the
// checks have opened.
const nothing = async () => {};
export async function runChecks(platform, checks, options = {}) {
  const { prepare = nothing, end = nothing, onFailure = nothing, story = false } = options;
  let failed = 0;
  let passed = 0;
  try {
    await prepare();
    for (const [name, check] of checks) {
      const began = Date.now();
      try {
        await check();
        passed += 1;
        console.log(`ok  ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
      } catch (error) {
        failed += 1;
        console.log(`NOT ok  ${name}\n${error.stack}`);
        await onFailure();
        if (story) break;
      }
    }
  } finally {
    await end();
    await platform.stop();
  }
  console.log(`${passed} passed, ${failed} failed, ${checks.length - passed - failed} not tried`);
  if (failed === 0) rmSync(platform.options.data, { recursive: true, force: true });
  else console.log(`data and logs are kept in ${platform.options.data}`);
  process.exit(failed === 0 ? 0 : 1);
}

// Walks the guide up to the step whose name begins so.
export async function walkUntil(guide, name) {
  const steps = guide.steps();
  const until = steps.findIndex(([step]) => step.startsWith(name));
  for (const [, walk] of steps.slice(0, until)) await walk();
}

// The lines that a query of one of the servers' databases answers with.
export const rows = (database, sql) =>
  execFileSync("sqlite3", ["-readonly", database, sql], { encoding: "utf8" })
    .trim()
    .split("\n")
    .filter(Boolean);
