/** Signs people in through the PalmKey platform, an OpenID provider, and unbinds certificates there. */
import * as openid from "openid-client";

import type { Configuration } from "./configuration.js";
import type { Language } from "./language.js";
import { Problem } from "./problem.js";

export type Action = "bind" | "login";

/** What must be remembered between leaving for the platform and coming back. */
export interface PendingSignIn {
  action: Action;
  account: string;
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** What the platform says about the person, taken from a verified ID token. */
export interface Identity {
  sub: string;
  name: string;
  certificate: string;
  /** Seconds since 1970. */
  authenticatedAt: number;
}

/** The QR code lives five minutes; one more is for the way back. */
const lifetimeMilliseconds = 6 * 60_000;
const answerSeconds = 10;
const clockSkewSeconds = 60;

export class RelyingParty {
  private discovered: Promise<openid.Configuration> | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly redirectUri: string,
  ) {}

  /** Asks the platform for its addresses when first needed, and again if it did not answer. */
  private async provider(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.configuration;
    const execute = [openid.enableNonRepudiationChecks];
    if (new URL(issuer).protocol === "http:") execute.push(openid.allowInsecureRequests);
    this.discovered ??= openid.discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      openid.ClientSecretBasic(clientSecret),
      { execute, timeout: answerSeconds },
    );
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = undefined;
      console.error("portal: the OpenID provider cannot be reached:", describe(error));
      throw unavailable();
    }
  }

  /** The address to send the browser to, and what to remember until it is back. */
  async begin(
    action: Action,
    account: string,
    language: Language,
  ): Promise<{ address: string; pending: PendingSignIn }> {
    const provider = await this.provider();
    const pending: PendingSignIn = {
      action,
      account,
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
      startedAt: Date.now(),
    };
    const address = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.redirectUri,
      scope: "openid profile",
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: "S256",
      palmkey_action: action,
      login_hint: account,
      ui_locales: language,
    });
    return { address: address.href, pending };
  }

  /** Turns the address the browser came back with into an identity. Throws a Problem if anything does not fit. */
  async finish(pending: PendingSignIn, search: string): Promise<Identity> {
    if (Date.now() - pending.startedAt > lifetimeMilliseconds) throw expired();
    const provider = await this.provider();
    let claims: openid.IDToken | undefined;
    try {
      const tokens = await openid.authorizationCodeGrant(provider, new URL(this.redirectUri + search), {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.codeVerifier,
        idTokenExpected: true,
      });
      claims = tokens.claims();
    } catch (error) {
      throw problemOf(error);
    }
    if (claims === undefined) throw failed();
    return identityOf(claims, pending);
  }

  /** Ends the binding at the platform; one it does not know is ended already. */
  async unbind(account: string, sub: string): Promise<void> {
    const { issuer, clientId, clientSecret } = this.configuration;
    const credentials = Buffer.from(
      `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`,
    ).toString("base64");
    let status: number;
    let unknownBinding: boolean;
    try {
      const answer = await fetch(`${issuer.replace(/\/$/, "")}/api/v1/relying-party/unbind`, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(answerSeconds * 1000),
        headers: {
          authorization: `Basic ${credentials}`,
          "content-type": "application/json",
          accept: "application/json",
        },
        body: JSON.stringify({ account, sub }),
      });
      status = answer.status;
      // A bare 404 may come from anything on the way; the platform explains itself.
      unknownBinding =
        status === 404 && (answer.headers.get("content-type") ?? "").startsWith("application/problem+json");
      await answer.arrayBuffer();
    } catch (error) {
      console.error("portal: unbinding:", describe(error));
      throw unavailable();
    }
    if ((status >= 200 && status < 300) || unknownBinding) return;
    console.error(`portal: unbinding was answered with ${status}`);
    throw new Problem(502, "unbind.refused", "/");
  }
}

function identityOf(claims: openid.IDToken, pending: PendingSignIn): Identity {
  const binding = claims["palmkey_binding"];
  const told =
    typeof binding === "object" && binding !== null ? (binding as Record<string, unknown>) : undefined;
  // A binding must be confirmed by the platform; at sign-in the claim may be absent but must not contradict.
  const fits =
    told === undefined
      ? pending.action === "login"
      : told["account"] === pending.account && told["action"] === pending.action;
  if (!fits) throw new Problem(403, "sign_in.binding_mismatch");
  const authenticatedAt = claims.auth_time ?? claims.iat;
  if (authenticatedAt + clockSkewSeconds < pending.startedAt / 1000) throw new Problem(403, "sign_in.stale");
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    sub: claims.sub,
    name: text(claims["name"]),
    certificate: text(claims["palmkey_certificate"]),
    authenticatedAt,
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function unavailable(): Problem {
  return new Problem(503, "sign_in.unavailable", "/");
}

function expired(): Problem {
  return new Problem(400, "sign_in.expired");
}

function failed(): Problem {
  return new Problem(502, "sign_in.failed");
}

/** What went wrong on the way, for people. The details are for the log only. */
function problemOf(error: unknown): Problem {
  if (error instanceof openid.AuthorizationResponseError) {
    switch (error.error) {
      case "access_denied":
        return new Problem(403, "sign_in.cancelled");
      case "login_required":
      case "interaction_required":
        return expired();
      case "temporarily_unavailable":
      case "server_error":
        return unavailable();
      default:
        console.error("portal: the OpenID provider refused:", error.error);
        return new Problem(403, "sign_in.refused");
    }
  }
  console.error("portal: sign-in failed:", describe(error));
  return failed();
}
