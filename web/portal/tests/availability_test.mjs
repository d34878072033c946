// The portal and the platform start and stop independently; and what happens as time passes.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Browser } from "./support/browser.mjs";
import { startPortal } from "./support/portal.mjs";
import { platform } from "./support/provider.mjs";

const password = "palmkey-demo";
let provider, portal, clockFolder;

function setClock(milliseconds) {
  writeFileSync(process.env.CLOCK_FILE, String(milliseconds));
}

before(async () => {
  clockFolder = mkdtempSync(join(tmpdir(), "clock-"));
  process.env.CLOCK_FILE = join(clockFolder, "clock");
  setClock(0);
  provider = await platform();
  portal = await startPortal(provider.issuer, {
    shift: new URL("./support/clock.mjs", import.meta.url).href,
  });
});

after(async () => {
  await portal.stop();
  portal.remove();
  await provider.close();
  rmSync(clockFolder, { recursive: true });
});

async function dialog(browser) {
  const page = await browser.get(`${portal.url}/login`);
  return browser.follow(await browser.submit(page, "/login", { account: "expert1", password }));
}

test("the portal starts without the platform, says so, and finds it once it is there", async () => {
  const browser = new Browser();
  const open = await dialog(browser);
  const page = await browser.submit(open, "/bind", { kind: "mobile" });
  assert.deepEqual([page.status, page.problem], [503, "sign_in.unavailable"]);
  provider.open(`${portal.url}/callback`);
  const leaving = await browser.submit(open, "/bind", { kind: "mobile" });
  assert.ok(leaving.location.startsWith(provider.issuer));
});

test("the binding dialog ends after five minutes", async () => {
  const browser = new Browser();
  const open = await dialog(browser);
  setClock(5 * 60_000 + 1000);
  const late = await browser.submit(open, "/bind", { kind: "mobile" });
  assert.deepEqual([late.status, late.problem], [400, "bind.expired"]);
  assert.equal((await browser.get(`${portal.url}/bind`)).problem, "session.expired");
  setClock(0);
});

test("an answer that comes after the QR code's time binds nothing", async () => {
  const browser = new Browser();
  const leaving = await browser.submit(await dialog(browser), "/bind", { kind: "mobile" });
  const back = await browser.follow(leaving, (next) => next.startsWith(`${portal.url}/callback`));
  setClock(6 * 60_000 + 1000);
  assert.equal((await browser.get(back.location)).problem, "sign_in.expired");
  assert.equal(portal.accounts()[0].binding, null);
  setClock(0);
});

test("a locked account opens again after five minutes", async () => {
  const browser = new Browser();
  const attempt = async (given) => {
    const page = await browser.get(`${portal.url}/login`);
    return browser.submit(page, "/login", { account: "expert2", password: given });
  };
  for (let count = 0; count < 5; count += 1) await attempt("wrong");
  assert.equal((await attempt(password)).problem, "login.locked");
  setClock(5 * 60_000 + 1000);
  assert.equal((await attempt(password)).status, 303);
  setClock(0);
});

test("an unbinding that a crash interrupted is finished at the next login", async () => {
  const browser = new Browser();
  const { folder } = portal;
  await portal.kill();
  const file = join(folder, "data", "accounts.json");
  const accounts = portal.accounts();
  accounts[0].binding = { sub: "sub-9", boundAt: "2024-01-01T00:00:00Z", unbinding: true };
  writeFileSync(file, JSON.stringify({ accounts }));
  portal = await startPortal(provider.issuer, {
    folder,
    shift: new URL("./support/clock.mjs", import.meta.url).href,
  });
  assert.match((await dialog(browser)).text, /CA绑定/);
  assert.deepEqual(
    provider.control.unbindings.map((unbinding) => unbinding.body),
    [{ account: "expert1", sub: "sub-9" }],
  );
  assert.equal(portal.accounts()[0].binding, null);
});
