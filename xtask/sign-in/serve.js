// The standalone page with everything it needs, on this machine: an OpenID provider (oidc-provider), whose accounts are
// the sandbox's customers, and a site in front of the sandbox that has the page's configuration and accepts the
// provider's tokens, as a vendor or a gateway does. `cargo xtask serve --sign-in` starts it, and so do the journeys.
//
// Usage: node serve.js --sandbox URL [--port N] [--test]
//   --port N   the port of the site; the provider takes a free one. Default: a free one
//   --test     also `POST /test`, which changes `settings` (below)

import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import http from "node:http";
import { parseArgs } from "node:util";

import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import Provider from "oidc-provider";

const { values: flags } = parseArgs({
  options: { sandbox: { type: "string" }, port: { type: "string", default: "0" }, test: { type: "boolean" } },
});

const CLIENT = "carnet";
/** An account without a customer: its owner can create a profile. */
const NEW_PERSON = "new-person";
/** The customers of the other vendors are the same ones for every account. */
const OTHERS = { capillary_id: "17742", imprint_id: "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4" };

/** What a test can change while it runs. */
const settings = {
  config: {}, // Replaces members of the configuration; `null` removes one.
  configText: undefined, // Replaces the whole file.
  hasRefreshTokens: true,
  isBound: false, // Whether tokens are bound to a key (DPoP), with a nonce of the provider's.
  areTokensExpired: false, // When it is set, each access token that was used until then is refused from then on.
  isCodeExpired: false,
  isDown: false, // The provider cuts each connection.
  response: {}, // Replaces parameters of the response to an authorization request; `null` removes one.
};

const listen = (server, port) => new Promise((done) => server.listen(port, "127.0.0.1", done));
const addressOf = (server) => `http://127.0.0.1:${server.address().port}`;

async function read(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

// --- The provider -------------------------------------------------------------------------------------------------

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt()};`);

const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1>${body}`;

const createdCustomers = new Map(); // By account: the customer that a new person has created.

function claimsOf(account) {
  const customer = account === NEW_PERSON ? createdCustomers.get(account) : account;
  return { sub: account, ...(customer ? { customer_id: customer } : {}), ...OTHERS };
}

function makeProvider(issuer, site) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const address = `${site}/account.html`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [address],
        post_logout_redirect_uris: [address],
      },
    ],
    claims: { openid: ["sub", "customer_id", "capillary_id", "imprint_id"] },
    conformIdTokenClaims: false,
    clientBasedCORS: (context, origin) => origin === site,
    cookies: { keys: [randomUUID()] },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, randomUUID()), requireNonce: () => settings.isBound },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context, form) {
          const button = `<button form="op.logoutForm" name="logout" value="yes">Sign out of the provider</button>`;
          context.body = page("Provider: sign out", form + button);
        },
      },
    },
    findAccount: (context, account) => ({ accountId: account, claims: () => claimsOf(account) }),
    interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: () => settings.hasRefreshTokens,
    rotateRefreshToken: true,
    // No page asks for consent: whoever chooses an account agrees, and "Cancel" refuses.
    async loadExistingGrant(context) {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  });
  provider.use(answerInteraction(provider));
  provider.use(async (context, next) => {
    await next();
    const location = context.response.get("location");
    if (!location?.startsWith(address)) return;
    const changed = new URL(location);
    const code = changed.searchParams.get("code");
    if (code && settings.isCodeExpired) (await provider.AuthorizationCode.adapter.find(code)).exp = 1;
    for (const [name, value] of Object.entries(settings.response)) {
      if (value === null) changed.searchParams.delete(name);
      else changed.searchParams.set(name, value);
    }
    context.set("location", changed.href);
  });
  return provider;
}

/** Lets the customer choose an account, without a password. */
function answerInteraction(provider) {
  return async (context, next) => {
    if (!context.path.startsWith("/interaction/")) return next();
    if (context.method === "POST") {
      const account = new URLSearchParams((await read(context.req)).toString()).get("account");
      const result = account ? { login: { accountId: account } } : { error: "access_denied" };
      return provider.interactionFinished(context.req, context.res, result);
    }
    const { params } = await provider.interactionDetails(context.req, context.res);
    const response = await fetch(`${flags.sandbox}/sandbox/customers?vendor=clubmed`);
    const { customers } = await response.json();
    const accounts = customers.map(({ customer_id: id, name }) => [id, name ?? ""]);
    accounts.push([NEW_PERSON, "Somebody new"]);
    const buttons = accounts.map(([id, name]) => {
      return `<li><button name="account" value="${escape(id)}">${escape(id)}</button> ${escape(name)}`;
    });
    const cancel = `<button name="account" value="">Cancel</button>`;
    const language = `<p>Language of the page: ${escape(params.ui_locales ?? "none")}</p>`;
    const form = `<form method="post">${cancel}<ul>${buttons.join("")}</ul></form>`;
    context.type = "html";
    context.body = page("Provider: choose an account", language + form);
  };
}

// --- The site -----------------------------------------------------------------------------------------------------

function configuration(issuer) {
  const config = {
    $schema: "./account.schema.json",
    issuer,
    "client-id": CLIENT,
    name: "Sandbox",
    vendors: [
      {
        name: "clubmed",
        "base-url": "/clubmed",
        "customer-claim": "customer_id",
        "api-key": "carnet.sandbox.clubmed.com",
        create: true,
      },
      {
        name: "capillary",
        "base-url": "/capillary",
        "customer-claim": "capillary_id",
        attributes: { source: "INSTORE", embed: "points,mlp" },
      },
      { name: "imprint", "base-url": "/imprint", "customer-claim": "imprint_id" },
    ],
    dpop: settings.isBound,
    ...settings.config,
  };
  return JSON.stringify(Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)), null, 2);
}

const usedTokens = new Set();
const expiredTokens = new Set();

/** Returns the account of a request's token; `undefined` if the token is not valid, or its proof. */
async function accountOf(request, provider, site) {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  const found = token && (await provider.AccessToken.find(token));
  if (!found?.isValid || expiredTokens.has(token)) return undefined;
  usedTokens.add(token);
  if (!found.jkt) return scheme.toLowerCase() === "bearer" ? found.accountId : undefined;
  try {
    const { payload, protectedHeader } = await jwtVerify(request.headers.dpop, EmbeddedJWK, { typ: "dpop+jwt" });
    const isRight =
      scheme.toLowerCase() === "dpop" &&
      payload.htm === request.method &&
      payload.htu === site + new URL(request.url, site).pathname &&
      payload.ath === createHash("sha256").update(token).digest("base64url") &&
      (await calculateJwkThumbprint(protectedHeader.jwk)) === found.jkt;
    return isRight ? found.accountId : undefined;
  } catch {
    return undefined;
  }
}

const sessions = new Map(); // The sandbox's tokens, by vendor and customer.

/** Returns the sandbox's own token for a customer; without a customer, one that may create a profile. */
async function sandboxToken(vendor, customer) {
  const key = `${vendor} ${customer}`;
  if (!sessions.has(key)) {
    const response = await fetch(`${flags.sandbox}/sandbox/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ vendor, customer_id: customer }),
    });
    sessions.set(key, (await response.json()).token);
  }
  return sessions.get(key);
}

/** Passes a request on to the sandbox, and the response back. `inspect` gets it first, with its body. */
function forward(request, response, body, headers, inspect) {
  const passed = http.request(flags.sandbox + request.url, {
    method: request.method,
    headers: { ...request.headers, host: new URL(flags.sandbox).host, ...headers },
  });
  passed.on("response", async (answer) => {
    try {
      const content = await read(answer);
      inspect(answer, content);
      response.writeHead(answer.statusCode, answer.headers);
      response.end(content);
    } catch {
      response.destroy(); // The sandbox has cut the connection.
    }
  });
  passed.on("error", () => response.destroy());
  passed.end(body);
}

async function answerVendor(request, response, provider, site) {
  const vendor = request.url.split("/")[1];
  const account = await accountOf(request, provider, site);
  const claims = account && claimsOf(account);
  const customer = claims?.[{ clubmed: "customer_id", capillary: "capillary_id", imprint: "imprint_id" }[vendor]];
  // The sandbox refuses a token that it does not know, in the vendor's own words.
  const token = account ? await sandboxToken(vendor, customer) : "unknown";
  const body = await read(request);
  forward(request, response, body, { authorization: `Bearer ${token}` }, (answer, content) => {
    if (request.method !== "POST" || answer.statusCode !== 201) return;
    // A company's own server would tell the provider.
    const { id } = JSON.parse(content);
    createdCustomers.set(account, String(id));
    sessions.set(`${vendor} ${id}`, token);
  });
}

async function answer(request, response, provider, site, issuer) {
  const { pathname } = new URL(request.url, site);
  if (pathname === "/carnet.config.json") {
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache" });
    return response.end(settings.configText ?? configuration(issuer));
  }
  if (flags.test && pathname === "/test" && request.method === "POST") {
    Object.assign(settings, JSON.parse(await read(request)));
    if (settings.areTokensExpired) for (const token of usedTokens) expiredTokens.add(token);
    settings.areTokensExpired = false;
    return response.writeHead(204).end();
  }
  if (pathname === "/" && !flags.test) return response.writeHead(302, { location: "/account.html" }).end();
  if (/^\/(clubmed|capillary|imprint)\//.test(pathname)) return answerVendor(request, response, provider, site);
  const body = await read(request);
  forward(request, response, body, {}, ({ headers }) => {
    const policy = headers["content-security-policy"];
    if (!policy) return;
    headers["content-security-policy"] = policy.replace("connect-src 'self'", `connect-src 'self' ${issuer}`);
  });
}

// --- The start ----------------------------------------------------------------------------------------------------

const providerServer = http.createServer((request, response) => {
  if (settings.isDown) return request.socket.destroy();
  return answerProvider(request, response);
});
const siteServer = http.createServer((request, response) => {
  answer(request, response, provider, addressOf(siteServer), issuer).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
await listen(providerServer, 0);
await listen(siteServer, Number(flags.port));
const issuer = addressOf(providerServer);
const provider = makeProvider(issuer, addressOf(siteServer));
const answerProvider = provider.callback();
console.log(`The page with sign-in is at ${addressOf(siteServer)}/account.html`);
