// A throw-away OpenID provider (the certified oidc-provider) that plays the platform: who scans the QR code
// and what goes wrong is set by the test.
import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const clientId = "portal";
export const clientSecret = "portal-secret-for-tests-only";

function answerDocument(control, request, body, response) {
  const json = (value, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  const { pathname, searchParams } = new URL(request.url, "http://platform");
  if (request.method === "POST") {
    control.documents.push({
      query: Object.fromEntries(searchParams),
      type: request.headers["content-type"],
      authorization: request.headers.authorization,
      body,
    });
    const id = `document-${control.documents.length}`;
    json({ id, link: `https://platform.invalid/d#i=${id}&t=x`, expires_at: 4102444800 }, 201);
  } else if (pathname.endsWith("/signed.pdf")) {
    response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF-1.7 signed");
  } else {
    json({ state: control.documentState });
  }
}

function answerDrill(control, request, body, response) {
  const json = (value, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.method !== "POST") return json(control.drill);
  if (control.drillRefusal) return json({ detail: control.drillRefusal }, 404);
  control.drills.push({ authorization: request.headers.authorization, body: JSON.parse(body) });
  const id = `drill-${control.drills.length}`;
  return json({ id, link: `https://platform.invalid/drill#i=${id}&t=x`, expires_at: 4102444800 }, 201);
}

/** Takes a port at once and is down; `open` brings it up, with the portal's redirect URI registered. */
export async function platform() {
  const server = createServer((_request, response) => response.writeHead(503).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const control = {
    /** Who scans. */
    person: "sub-1",
    /** An OAuth error code instead of a scan. */
    refuse: undefined,
    /** Overrides of the ID token's claims. */
    claims: {},
    /** Status and content type of the answer to an unbinding. */
    unbindStatus: 204,
    unbindType: "application/problem+json",
    unbindings: [],
    authorizations: [],
    /** Documents handed over, and the state that all of them are in. */
    documents: [],
    documentState: "waiting",
    /** Checks asked for, what all of them are told, and why none is begun. */
    drills: [],
    drill: undefined,
    drillRefusal: undefined,
  };
  const asked = new Map();

  function open(redirectUri) {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: "client_secret_basic",
          require_auth_time: true,
        },
      ],
      pkce: { required: () => true, methods: ["S256"] },
      extraParams: ["palmkey_action"],
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      claims: { openid: ["sub", "name", "palmkey_binding", "palmkey_certificate"], profile: [] },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      cookies: { keys: ["test"] },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({
          sub,
          name: "张示范",
          palmkey_certificate: "0A1B2C3D",
          ...asked.get(sub),
          ...control.claims,
        }),
      }),
      async loadExistingGrant(context) {
        const { client, session } = context.oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid profile");
        await grant.save();
        return grant;
      },
    });
    const oidc = provider.callback();
    server.removeAllListeners("request");
    server.on("request", async (request, response) => {
      if (request.url.startsWith("/interaction/")) {
        const { params } = await provider.interactionDetails(request, response);
        control.authorizations.push(params);
        asked.set(control.person, {
          palmkey_binding: { account: params.login_hint, action: params.palmkey_action },
        });
        const result = control.refuse
          ? { error: control.refuse, error_description: "as the test wants" }
          : { login: { accountId: control.person } };
        await provider.interactionFinished(request, response, result);
      } else if (request.url === "/api/v1/relying-party/unbind") {
        let body = "";
        for await (const part of request) body += part;
        control.unbindings.push({
          method: request.method,
          authorization: request.headers.authorization,
          body: JSON.parse(body),
        });
        response.writeHead(control.unbindStatus, { "content-type": control.unbindType }).end();
      } else if (request.url.startsWith("/api/v1/relying-party/documents")) {
        const parts = [];
        for await (const part of request) parts.push(part);
        answerDocument(control, request, Buffer.concat(parts), response);
      } else if (request.url.startsWith("/api/v1/relying-party/drills")) {
        let body = "";
        for await (const part of request) body += part;
        answerDrill(control, request, body, response);
      } else {
        oidc(request, response);
      }
    });
  }
  return {
    issuer,
    control,
    open,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
