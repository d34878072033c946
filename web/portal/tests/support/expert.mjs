/** An expert who has signed in at a fresh portal, with a certificate bound. */
import assert from "node:assert/strict";

import { Browser } from "./browser.mjs";
import { startPortal } from "./portal.mjs";
import { platform } from "./provider.mjs";

export async function expertAtThePortal() {
  const provider = await platform();
  const portal = await startPortal(provider.issuer, {});
  provider.open(`${portal.url}/callback`);
  const browser = new Browser();
  const login = await browser.get(`${portal.url}/login`);
  const credentials = { account: "expert1", password: "palmkey-demo" };
  let page = await browser.follow(await browser.submit(login, "/login", credentials));
  page = await browser.follow(await browser.submit(page, "/bind", { kind: "mobile" }));
  assert.equal(new URL(page.address).pathname, "/expert");
  const stop = async () => {
    await portal.stop();
    portal.remove();
    await provider.close();
  };
  return { provider, portal, browser, stop };
}
