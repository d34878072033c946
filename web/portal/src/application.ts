/** The portal's routes: account and password first, then the certificate on the phone. */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import express, { type NextFunction, type Request, type Response } from "express";
import session from "express-session";
import helmet from "helmet";
import { MulterError } from "multer";

import { demonstrationPassword, type Account, type AccountStore } from "./accounts.js";
import type { Configuration } from "./configuration.js";
import { DocumentService } from "./document_service.js";
import { documentRoutes, readUpload } from "./documents.js";
import { DrillService } from "./drill_service.js";
import { drillRoutes } from "./drills.js";
import { field, formToken, requireFormToken } from "./forms.js";
import { chooseLanguage, viewOf } from "./language.js";
import {
  bindingPage,
  expertPage,
  loginPage,
  messagePage,
  problemPage,
  registrationPage,
} from "./pages/pages.js";
import { Problem } from "./problem.js";
import { qrPicture } from "./qr.js";
import type { Action, RelyingParty } from "./relying_party.js";
import { LoginThrottle } from "./throttle.js";

const bindingMilliseconds = 5 * 60_000;
const sessionMilliseconds = 30 * 60_000;
const assets = fileURLToPath(new URL("../assets", import.meta.url));

/** A new session under a new identifier, so that one planted before the login is worth nothing. */
function renewSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(error as Error) : resolve()));
  });
}

/** The answer that leads elsewhere must not overtake the session it depends on. */
function redirect(request: Request, response: Response, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.save((error: unknown) => {
      if (error) {
        reject(error as Error);
        return;
      }
      response.redirect(303, address);
      resolve();
    });
  });
}

function notSignedIn(): Problem {
  return new Problem(401, "session.expired");
}

export function portalApplication(
  configuration: Configuration,
  baseUrl: string,
  accounts: AccountStore,
  platform: RelyingParty,
): express.Express {
  const application = express();
  const throttle = new LoginThrottle();
  application.disable("x-powered-by");
  const https = baseUrl.startsWith("https:");
  application.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'", "data:"],
          connectSrc: ["'self'"],
          // Browsers hold redirects after a form against this list, and forms lead to the platform's login page.
          formAction: ["'self'", new URL(configuration.issuer).origin],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: https,
      referrerPolicy: { policy: "same-origin" },
    }),
  );
  // Kept for a while, so that the page behind a sign-in need not ask for them again.
  application.use("/assets", express.static(assets, { index: false, maxAge: "10m" }));
  application.use((_request, response, next) => {
    response.set("cache-control", "no-store");
    next();
  });
  if (https) application.set("trust proxy", "loopback");
  application.use(
    session({
      name: "portal.session",
      secret: randomBytes(32).toString("base64url"),
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { httpOnly: true, sameSite: "lax", secure: https, maxAge: sessionMilliseconds },
    }),
  );
  application.use(express.urlencoded({ extended: false, limit: "16kb" }));
  application.post("/documents", (request, _response, next) => {
    signedIn(request);
    next();
  });
  application.post("/documents", readUpload());
  application.use(requireFormToken);

  function passwordAccount(request: Request): Account {
    const account = accounts.find(request.session.passwordAccount ?? "");
    if (account === undefined) throw notSignedIn();
    return account;
  }

  /** Remembers the attempt and sends the browser to the platform's QR code. */
  async function leave(request: Request, response: Response, action: Action, account: string): Promise<void> {
    const { address, pending } = await platform.begin(action, account, viewOf(request).language);
    request.session.pending = pending;
    await redirect(request, response, address);
  }

  application.get("/", (request, response) => {
    if (request.session.expert !== undefined) response.redirect(302, "/expert");
    else response.redirect(302, "/login");
  });

  application.get("/language/:language", (request, response) => chooseLanguage(request, response, https));

  application.get("/ca", async (request, response) => {
    const links = { configuration: configuration.configurationUrl, entry: configuration.registrationUrl };
    const pictures = {
      configuration: await qrPicture(links.configuration),
      entry: await qrPicture(links.entry),
    };
    response.send(registrationPage(viewOf(request), links, pictures));
  });

  application.get("/login", (request, response) => {
    response.send(loginPage(viewOf(request), formToken(request), "", "", demonstrationPassword));
  });

  application.post("/login", async (request, response) => {
    const view = viewOf(request);
    const { locked, wrong } = view.texts.login;
    const name = field(request, "account").trim().slice(0, 64);
    const refuse = (status: number, code: string, message: string): void => {
      response
        .status(status)
        .set("portal-problem", code)
        .send(loginPage(view, formToken(request), name, message, demonstrationPassword));
    };
    if (throttle.isLocked(name)) {
      refuse(429, "login.locked", locked);
      return;
    }
    throttle.begin(name);
    if (!(await accounts.checkPassword(name, field(request, "password").slice(0, 128)))) {
      refuse(401, "login.wrong", wrong);
      return;
    }
    throttle.succeeded(name);
    await finishUnbinding(accounts, platform, name);
    await renewSession(request);
    request.session.passwordAccount = name;
    const bound = accounts.find(name)?.binding !== null;
    await redirect(request, response, bound ? "/sign-in" : "/bind");
  });

  application.get("/bind", (request, response) => {
    const account = passwordAccount(request);
    if (account.binding !== null) {
      response.redirect(302, "/sign-in");
      return;
    }
    request.session.bindingDeadline ??= Date.now() + bindingMilliseconds;
    const deadline = request.session.bindingDeadline;
    response.send(bindingPage(viewOf(request), formToken(request), account.account, deadline, ""));
  });

  application.post("/bind", async (request, response) => {
    const account = passwordAccount(request);
    const deadline = request.session.bindingDeadline ?? 0;
    if (Date.now() > deadline) {
      await renewSession(request);
      throw new Problem(400, "bind.expired");
    }
    if (account.binding !== null) throw new Problem(409, "bind.bound");
    const kind = field(request, "kind");
    const view = viewOf(request);
    const { usbTitle, usbText, back, choose } = view.texts.bind;
    if (kind === "usb") {
      response.status(501).set("portal-problem", "bind.usb");
      response.send(messagePage(view, usbTitle, usbText, "/bind", back));
      return;
    }
    if (kind !== "mobile") {
      response.status(400).set("portal-problem", "bind.kind");
      response.send(bindingPage(view, formToken(request), account.account, deadline, choose));
      return;
    }
    await leave(request, response, "bind", account.account);
  });

  application.get("/sign-in", async (request, response) => {
    const account = passwordAccount(request);
    if (account.binding === null) response.redirect(302, "/bind");
    else await leave(request, response, "login", account.account);
  });

  application.get("/callback", async (request, response) => {
    const pending = request.session.pending;
    if (pending === undefined || request.session.passwordAccount !== pending.account) throw notSignedIn();
    if (request.query["state"] !== pending.state) throw new Problem(400, "sign_in.state");
    // Used up from here on, whatever the outcome.
    delete request.session.pending;
    const identity = await platform.finish(pending, request.originalUrl.slice(request.path.length));
    const account = passwordAccount(request);
    if (pending.action === "bind") {
      await bind(accounts, platform, account, identity.sub);
    } else if (account.binding?.sub !== identity.sub) {
      await renewSession(request);
      throw new Problem(403, "sign_in.wrong_person");
    }
    await renewSession(request);
    request.session.expert = { account: account.account, ...identity };
    await redirect(request, response, "/expert");
  });

  /** The signed-in expert with the account as it is now: an unbinding elsewhere ends this session. */
  function signedIn(request: Request) {
    const expert = request.session.expert;
    const account = accounts.find(expert?.account ?? "");
    if (expert === undefined || account === undefined || account.binding?.sub !== expert.sub)
      throw notSignedIn();
    return { expert, account };
  }

  application.get("/expert", (request, response) => {
    const { expert, account } = signedIn(request);
    response.send(expertPage(viewOf(request), formToken(request), expert, account, ""));
  });

  application.use(
    "/documents",
    documentRoutes(new DocumentService(configuration), (request) => signedIn(request).expert),
  );

  application.use(
    "/drills",
    drillRoutes(new DrillService(configuration), (request) => signedIn(request).expert),
  );

  application.post("/unbind", async (request, response) => {
    const { expert, account } = signedIn(request);
    const view = viewOf(request);
    const { login, expert: said } = view.texts;
    const refuse = (status: number, code: string, message: string): void => {
      response
        .status(status)
        .set("portal-problem", code)
        .send(expertPage(view, formToken(request), expert, account, message));
    };
    if (throttle.isLocked(account.account)) {
      refuse(429, "login.locked", login.locked);
      return;
    }
    throttle.begin(account.account);
    if (!(await accounts.checkPassword(account.account, field(request, "password").slice(0, 128)))) {
      refuse(401, "login.wrong", said.unbindWrong);
      return;
    }
    throttle.succeeded(account.account);
    const binding = { sub: expert.sub, boundAt: account.binding?.boundAt ?? "", unbinding: true };
    accounts.setBinding(account.account, binding);
    try {
      await finishUnbinding(accounts, platform, account.account);
    } catch (error) {
      accounts.setBinding(account.account, { ...binding, unbinding: false });
      throw error;
    }
    await renewSession(request);
    response.send(messagePage(view, said.unboundTitle, said.unboundText, "/login", login.back));
  });

  application.post("/sign-out", async (request, response) => {
    await renewSession(request);
    await redirect(request, response, "/login");
  });

  application.use((_request: Request, _response: Response) => {
    throw new Problem(404, "page.unknown", "/");
  });
  application.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    let problem: Problem;
    if (error instanceof Problem) {
      problem = error;
    } else if ((error as { code?: unknown }).code === "LIMIT_FILE_SIZE") {
      problem = new Problem(413, "document.large", "/documents");
    } else if (error instanceof MulterError || (error as { type?: unknown }).type !== undefined) {
      problem = new Problem(400, "form.malformed", "/");
    } else {
      console.error("portal:", error);
      problem = new Problem(500, "internal", "/");
    }
    response
      .status(problem.status)
      .set("portal-problem", problem.code)
      .send(problemPage(viewOf(request), problem));
  });
  return application;
}

/** Stores a binding the platform has made, or takes it back there if this site does not want it. */
async function bind(
  accounts: AccountStore,
  platform: RelyingParty,
  account: Account,
  sub: string,
): Promise<void> {
  if (account.binding?.sub === sub) return;
  if (account.binding === null && accounts.boundTo(sub) === undefined) {
    accounts.setBinding(account.account, { sub, boundAt: new Date().toISOString(), unbinding: false });
    return;
  }
  await platform.unbind(account.account, sub);
  throw new Problem(409, account.binding !== null ? "bind.bound" : "bind.taken");
}

/** Ends a binding whose unbinding has begun, also one that a crash interrupted. */
async function finishUnbinding(accounts: AccountStore, platform: RelyingParty, name: string): Promise<void> {
  const binding = accounts.find(name)?.binding;
  if (binding == null || !binding.unbinding) return;
  await platform.unbind(name, binding.sub);
  accounts.setBinding(name, null);
}
