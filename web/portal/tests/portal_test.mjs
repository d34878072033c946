import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Browser } from "./support/browser.mjs";
import { startPortal } from "./support/portal.mjs";
import { clientId, clientSecret, platform } from "./support/provider.mjs";

const password = "palmkey-demo";
let provider, control, portal, browser;

before(async () => {
  provider = await platform();
  control = provider.control;
});

after(() => provider.close());

// Each test has a portal without bindings; the provider answers whichever is the newest.
let opened = false;
let port = 0;
beforeEach(async () => {
  if (portal !== undefined) {
    await portal.stop();
    portal.remove();
  }
  portal = await startPortal(provider.issuer, { port });
  port = Number(new URL(portal.url).port);
  if (!opened) provider.open(`${portal.url}/callback`);
  opened = true;
  Object.assign(control, {
    person: "sub-1",
    refuse: undefined,
    claims: {},
    unbindStatus: 204,
    unbindType: "application/problem+json",
  });
  control.unbindings.length = 0;
  control.authorizations.length = 0;
  browser = new Browser();
});

after(async () => {
  await portal.stop();
  portal.remove();
});

async function logIn(account = "expert1", given = password) {
  const page = await browser.get(`${portal.url}/login`);
  return browser.submit(page, "/login", { account, password: given });
}

/** From the password to the platform's answer: the address that leads back to the portal. */
async function scan(kind = "mobile", account = "expert1", change = (address) => address) {
  let page = await browser.follow(await logIn(account), (next) => next.startsWith(provider.issuer));
  if (page.location === null) page = await browser.submit(page, "/bind", { kind });
  // The platform has no session of its own here: every sign-in is a new scan.
  browser.cookies.delete(provider.issuer);
  const back = await browser.follow(await browser.request(change(page.location)), (next) =>
    next.startsWith(`${portal.url}/callback`),
  );
  return back.location;
}

const binding = () => portal.accounts().find((account) => account.account === "expert1").binding;

test("the first login binds the certificate, the next one uses it", async () => {
  const dialog = await browser.follow(await logIn());
  assert.match(dialog.text, /CA绑定/);
  assert.match(dialog.text, /您尚未绑定CA证书,请在5分钟内扫码绑定。/);
  const first = await browser.get(await scan());
  assert.equal(first.status, 200);
  assert.equal(new URL(first.address).pathname, "/expert");
  for (const shown of ["expert1", "张示范", "0A1B2C3D"]) assert.match(first.text, new RegExp(shown));
  assert.equal(binding().sub, "sub-1");
  browser = new Browser();
  const second = await browser.get(await scan());
  assert.equal(new URL(second.address).pathname, "/expert");
  const [bind, login] = control.authorizations;
  assert.deepEqual(
    [bind.palmkey_action, bind.login_hint, bind.code_challenge_method],
    ["bind", "expert1", "S256"],
  );
  assert.deepEqual([login.palmkey_action, login.login_hint], ["login", "expert1"]);
  assert.ok(
    bind.state && bind.nonce && bind.nonce !== login.nonce && bind.code_challenge !== login.code_challenge,
  );
});

test("a binding survives kill -9", async () => {
  await browser.get(await scan());
  const { folder } = portal;
  await portal.kill();
  portal = await startPortal(provider.issuer, { folder, port });
  assert.equal(binding().sub, "sub-1");
  const page = await browser.get(await scan());
  assert.equal(new URL(page.address).pathname, "/expert");
});

test("another person's certificate does not sign in", async () => {
  await browser.get(await scan());
  control.person = "sub-2";
  const page = await browser.get(await scan());
  assert.deepEqual([page.status, page.problem], [403, "sign_in.wrong_person"]);
  assert.equal(new URL((await browser.get(`${portal.url}/expert`)).address).pathname, "/expert");
  assert.equal((await browser.get(`${portal.url}/expert`)).problem, "session.expired");
  assert.equal(binding().sub, "sub-1");
});

test("a certificate bound to one account is not bound to another", async () => {
  await browser.get(await scan());
  const page = await browser.get(await scan("mobile", "expert2"));
  assert.deepEqual([page.status, page.problem], [409, "bind.taken"]);
  // The platform had bound it already and is told to forget it.
  assert.deepEqual(
    control.unbindings.map((unbinding) => unbinding.body),
    [{ account: "expert2", sub: "sub-1" }],
  );
});

test("two browsers that bind one account side by side bind one certificate", async () => {
  const first = browser;
  const firstBack = await scan();
  browser = new Browser();
  control.person = "sub-2";
  const secondBack = await scan();
  assert.equal(new URL((await first.get(firstBack)).address).pathname, "/expert");
  assert.equal((await browser.get(secondBack)).problem, "bind.bound");
  assert.equal(binding().sub, "sub-1");
  assert.deepEqual(
    control.unbindings.map((unbinding) => unbinding.body),
    [{ account: "expert1", sub: "sub-2" }],
  );
});

test("a wrong state is refused and does not use up the sign-in that is under way", async () => {
  const back = await scan();
  const forged = new URL(back);
  forged.searchParams.set("state", "forged");
  assert.equal((await browser.get(forged)).problem, "sign_in.state");
  assert.equal((await new Browser().get(back)).problem, "session.expired");
  assert.equal(binding(), null);
  assert.equal(new URL((await browser.get(back)).address).pathname, "/expert");
  assert.equal((await browser.get(back)).problem, "session.expired");
});

test("a token with another nonce, a code for another challenge, a damaged code are refused", async () => {
  const changed = (name, value) => (address) => {
    const url = new URL(address);
    url.searchParams.set(name, value);
    return url.href;
  };
  const nonce = await browser.get(
    await scan("mobile", "expert1", changed("nonce", "another-nonce-altogether")),
  );
  assert.deepEqual([nonce.status, nonce.problem], [502, "sign_in.failed"]);
  const challenge = await browser.get(
    await scan("mobile", "expert1", changed("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")),
  );
  assert.equal(challenge.problem, "sign_in.failed");
  const damaged = new URL(await scan());
  damaged.searchParams.set("code", "damaged");
  assert.equal((await browser.get(damaged)).problem, "sign_in.failed");
  const foreign = new URL(await scan());
  foreign.searchParams.set("iss", "https://elsewhere.invalid");
  assert.equal((await browser.get(foreign)).problem, "sign_in.failed");
  assert.equal(binding(), null);
});

test("claims that tell of another account or action bind nothing", async () => {
  for (const told of [
    { account: "expert2", action: "bind" },
    { account: "expert1", action: "login" },
    "expert1",
    undefined,
  ]) {
    control.claims = { palmkey_binding: told };
    assert.equal((await browser.get(await scan())).problem, "sign_in.binding_mismatch", JSON.stringify(told));
  }
  assert.equal(binding(), null);
});

test("what the platform refuses is told in words", async () => {
  for (const [error, problem] of [
    ["access_denied", "sign_in.cancelled"],
    ["interaction_required", "sign_in.expired"],
    ["temporarily_unavailable", "sign_in.unavailable"],
    ["invalid_scope", "sign_in.refused"],
  ]) {
    control.refuse = error;
    assert.equal((await browser.get(await scan())).problem, problem);
  }
  assert.equal(binding(), null);
});

test("five wrong passwords in a row lock the account, for the right one too", async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const page = await logIn("expert1", "wrong");
    assert.deepEqual([page.status, page.problem], [401, "login.wrong"]);
  }
  const locked = await logIn();
  assert.deepEqual([locked.status, locked.problem], [429, "login.locked"]);
  assert.equal((await logIn("expert2")).status, 303);
});

test("an unknown account is answered like a wrong password", async () => {
  const unknown = await logIn("nobody", "wrong");
  const wrong = await logIn("expert1", "wrong");
  const neutral = (page) => page.text.replace(/value="[^"]*"/g, "");
  assert.equal(neutral(unknown), neutral(wrong));
});

test("a form without the session's token changes nothing", async () => {
  const login = `${portal.url}/login`;
  const fields = { account: "expert1", password };
  const bare = await browser.request(login, { method: "POST", form: fields });
  assert.deepEqual([bare.status, bare.problem], [403, "form.token"]);
  const page = await new Browser().get(login);
  const foreign = /name="form_token" value="([^"]+)"/.exec(page.text)[1];
  assert.equal(
    (await browser.request(login, { method: "POST", form: { ...fields, form_token: foreign } })).problem,
    "form.token",
  );
  await browser.get(await scan());
  for (const action of ["/unbind", "/sign-out", "/bind"]) {
    assert.equal(
      (await browser.request(portal.url + action, { method: "POST", form: { password } })).problem,
      "form.token",
    );
  }
  assert.equal(binding().sub, "sub-1");
  assert.equal((await browser.get(`${portal.url}/expert`)).status, 200);
});

test("pages behind the login ask for it", async () => {
  for (const path of ["/expert", "/bind", "/sign-in", "/callback?code=1&state=2"]) {
    const page = await browser.get(portal.url + path);
    assert.deepEqual([page.status, page.problem], [401, "session.expired"], path);
  }
  await browser.follow(await logIn());
  assert.equal((await browser.get(`${portal.url}/expert`)).problem, "session.expired");
});

test("the session's identifier changes at login and at sign-in", async () => {
  const seen = [];
  const remember = () => seen.push(browser.cookies.get(portal.url).get("portal.session"));
  await browser.get(`${portal.url}/login`);
  remember();
  await browser.follow(await logIn());
  remember();
  await browser.get(await scan());
  remember();
  assert.equal(new Set(seen).size, 3);
});

test("the USB key is announced as in preparation", async () => {
  const dialog = await browser.follow(await logIn());
  const page = await browser.submit(dialog, "/bind", { kind: "usb" });
  assert.deepEqual([page.status, page.problem], [501, "bind.usb"]);
  assert.equal((await browser.submit(dialog, "/bind", { kind: "other" })).problem, "bind.kind");
});

test("unbinding asks the password, tells the platform, and ends the session", async () => {
  let page = await browser.get(await scan());
  const wrong = await browser.submit(page, "/unbind", { password: "wrong" });
  assert.deepEqual([wrong.status, wrong.problem], [401, "login.wrong"]);
  assert.equal(control.unbindings.length, 0);
  page = await browser.submit(page, "/unbind", { password });
  assert.match(page.text, /已解除绑定/);
  assert.equal(binding(), null);
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  assert.deepEqual(control.unbindings, [
    { method: "POST", authorization: `Basic ${credentials}`, body: { account: "expert1", sub: "sub-1" } },
  ]);
  assert.equal((await browser.get(`${portal.url}/expert`)).problem, "session.expired");
  assert.match((await browser.follow(await logIn())).text, /CA绑定/);
});

test("unbinding that the platform does not confirm leaves the binding", async () => {
  const page = await browser.get(await scan());
  for (const [status, type] of [
    [500, "application/problem+json"],
    [403, "application/problem+json"],
    [404, "text/html"],
  ]) {
    Object.assign(control, { unbindStatus: status, unbindType: type });
    assert.equal((await browser.submit(page, "/unbind", { password })).problem, "unbind.refused");
    assert.deepEqual([binding().sub, binding().unbinding], ["sub-1", false]);
  }
  Object.assign(control, { unbindStatus: 404, unbindType: "application/problem+json" });
  await browser.submit(page, "/unbind", { password });
  assert.equal(binding(), null);
});

test("pages carry a strict policy and a guarded cookie", async () => {
  const page = await browser.request(`${portal.url}/login`);
  const policy = page.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, new RegExp(`form-action 'self' ${provider.issuer}`));
  assert.doesNotMatch(policy, /unsafe/);
  const cookie = page.headers.get("set-cookie");
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal((await browser.request(`${portal.url}/unknown`)).problem, "page.unknown");
});

test("what is typed is shown as text, not as HTML", async () => {
  const page = await logIn('"><script>alert(1)</script>', "wrong");
  assert.doesNotMatch(page.text, /<script>alert/);
  assert.match(page.text, /&quot;&gt;&lt;script&gt;/);
});
