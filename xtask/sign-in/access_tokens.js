// Access tokens of a real OpenID provider (oidc-provider), for the test of the gateway: a JWT for the gateway's audience,
// with the customer's ID as a claim. Each token is the end of a sign-in with authorization code and PKCE, whose steps
// this script takes in place of a browser. It prints `{ jwks, tokens }` and ends.
//
// Usage: node access_tokens.js --key FILE --next-key FILE --issuer URL --audience URL CUSTOMER…
//   --key FILE        the provider's private key, in PEM
//   --next-key FILE   the one with which it will sign next, and which its JWKS already has

import { createHash, createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import { parseArgs } from "node:util";

import Provider from "oidc-provider";

const { values: flags, positionals: customers } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: "string" },
    "next-key": { type: "string" },
    issuer: { type: "string" },
    audience: { type: "string" },
  },
});

const CLIENT = "carnet";
const REDIRECT = "https://account.example.com/account.html";
/** Another service of the same company. */
const OTHER_AUDIENCE = "https://other.example";
const SCOPE = "profile";

const random = () => randomBytes(32).toString("base64url");

// --- The provider -------------------------------------------------------------------------------------------------

function makeProvider() {
  const keys = [flags.key, flags["next-key"]].map((file) => {
    return { ...createPrivateKey(readFileSync(file)).export({ format: "jwk" }), use: "sig", alg: "RS256" };
  });
  const provider = new Provider(flags.issuer, {
    clients: [{ client_id: CLIENT, token_endpoint_auth_method: "none", redirect_uris: [REDIRECT] }],
    cookies: { keys: [random()] },
    jwks: { keys },
    extraTokenClaims: (context, token) => ({ customer_id: token.accountId }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        getResourceServerInfo: (context, audience) => ({
          audience,
          scope: SCOPE,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    findAccount: (context, account) => ({ accountId: account, claims: () => ({ sub: account }) }),
    interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
    // No page asks for consent.
    async loadExistingGrant(context) {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({ clientId: CLIENT, accountId: context.oidc.session.accountId });
      grant.addOIDCScope("openid");
      for (const audience of [flags.audience, OTHER_AUDIENCE]) grant.addResourceScope(audience, SCOPE);
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 60, Session: 600 },
  });
  // TLS ends in front of the provider, as in most companies.
  provider.proxy = true;
  // No page asks for a password: the customer is the one of `login_hint`.
  provider.use(async (context, next) => {
    if (!context.path.startsWith("/interaction/")) return next();
    const { params } = await provider.interactionDetails(context.req, context.res);
    return provider.interactionFinished(context.req, context.res, { login: { accountId: params.login_hint } });
  });
  return provider;
}

// --- The customer's browser ---------------------------------------------------------------------------------------

/** Sends a request to the provider under the issuer's name, with the cookies of a browser. */
function send(port, cookies, url, body) {
  const { pathname, search, host, protocol } = new URL(url, flags.issuer);
  const headers = {
    host,
    "x-forwarded-proto": protocol.slice(0, -1),
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    ...(body ? { "content-type": "application/x-www-form-urlencoded" } : {}),
  };
  return new Promise((done, fail) => {
    const request = http.request({ port, path: pathname + search, method: body ? "POST" : "GET", headers });
    request.on("error", fail);
    request.on("response", async (response) => {
      let text = "";
      for await (const piece of response.setEncoding("utf8")) text += piece;
      for (const cookie of response.headers["set-cookie"] ?? []) {
        const [name, value] = cookie.split(";")[0].split("=");
        cookies.set(name, value);
      }
      done({ status: response.statusCode, location: response.headers.location, text });
    });
    request.end(body?.toString());
  });
}

/** Signs a customer in, and returns the tokens of the response. Without an audience the access token is opaque. */
async function signIn(port, customer, audience) {
  const [verifier, state, cookies] = [random(), random(), new Map()];
  const target = audience ? { resource: audience } : {};
  const parameters = new URLSearchParams({
    client_id: CLIENT,
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: `openid ${SCOPE}`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state,
    login_hint: customer,
    ...target,
  });
  let location = `/auth?${parameters}`;
  while (!location.startsWith(REDIRECT)) {
    const response = await send(port, cookies, location);
    if (!response.location) throw new Error(`${location}: ${response.status} ${response.text}`);
    location = response.location;
  }
  const returned = new URL(location).searchParams;
  const isOwn = returned.get("state") === state && returned.get("iss") === flags.issuer;
  if (!isOwn || !returned.get("code")) throw new Error(`the sign-in ended at ${location}`);
  const response = await send(
    port,
    cookies,
    "/token",
    new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      code: returned.get("code"),
      code_verifier: verifier,
      ...target,
    }),
  );
  if (response.status !== 200) throw new Error(`/token: ${response.status} ${response.text}`);
  return JSON.parse(response.text);
}

// --- The start ----------------------------------------------------------------------------------------------------

const server = http.createServer(makeProvider().callback());
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address();
const tokens = {};
for (const customer of customers) {
  const own = await signIn(port, customer, flags.audience);
  const other = await signIn(port, customer, OTHER_AUDIENCE);
  const opaque = await signIn(port, customer);
  tokens[customer] = {
    access: own.access_token,
    id: own.id_token,
    otherAudience: other.access_token,
    opaque: opaque.access_token,
  };
}
const jwks = JSON.parse((await send(port, new Map(), "/jwks")).text);
console.log(JSON.stringify({ jwks, tokens }));
server.close();
server.closeAllConnections();
