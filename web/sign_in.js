// Signing in at an OpenID provider: authorization code with PKCE, by oauth4webapi. Tokens and keys are kept in memory
// only. Nothing here touches the page.

/** The state of a return from the provider's sign-out. */
export const SIGNED_OUT = "signed-out";

/** How far the device's clock may be off, in seconds. */
const CLOCK_TOLERANCE = 300;
/** The longest time that the provider may take for a response, in milliseconds. */
const TIMEOUT = 20_000;
/** The responses to `prompt=none` that mean: the customer has to be asked. */
const NEEDS_CUSTOMER = ["login_required", "interaction_required", "consent_required", "account_selection_required"];

/** Why a sign-in has failed: `kind` is "denied", "needs-customer", "other-person", "clock", "unreachable" or, for
 *  everything else, "failed". */
export class SignInError extends Error {
  constructor(kind, message, cause) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** A session at the provider, and how it is begun, renewed and ended. */
export class SignIn {
  #oauth;
  #config;
  #address; // Where the provider returns to: the page's own address.
  #client;
  #server; // A promise of the provider's metadata.
  #keys; // A promise of the key that tokens are bound to, with DPoP.
  #tokens; // { access, type, expiresAt, refresh, id }

  /** The claims of the ID token; `undefined` before the sign-in. */
  claims;

  constructor(oauth, config, address) {
    this.#oauth = oauth;
    this.#config = config;
    this.#address = address;
    this.#client = { client_id: config["client-id"], [oauth.clockTolerance]: CLOCK_TOLERANCE };
  }

  get accessToken() {
    return this.#tokens?.access;
  }

  /** Whether the access token is bound to a key: each request then needs a proof. */
  get isBound() {
    return this.#tokens?.type === "dpop";
  }

  get isExpired() {
    return performance.now() >= (this.#tokens?.expiresAt ?? 0);
  }

  /** Returns a new attempt to sign in: the address at the provider, and what has to be remembered until the return.
   *  `prefix` begins the state. */
  async begin({ language, prompt, prefix = "" }) {
    const server = await this.#discovered();
    const attempt = {
      state: prefix + this.#oauth.generateRandomState(),
      nonce: this.#oauth.generateRandomNonce(),
      verifier: this.#oauth.generateRandomCodeVerifier(),
    };
    const url = this.#endpoint(server, "authorization_endpoint");
    for (const [name, value] of Object.entries({
      ...this.#config.parameters,
      client_id: this.#client.client_id,
      redirect_uri: this.#address,
      response_type: "code",
      scope: [...new Set(["openid", ...(this.#config.scopes ?? [])])].join(" "),
      code_challenge: await this.#oauth.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: "S256",
      state: attempt.state,
      nonce: attempt.nonce,
      ui_locales: language,
      ...(prompt ? { prompt } : {}),
    })) {
      url.searchParams.set(name, value);
    }
    return { url: url.href, attempt };
  }

  /** Takes the response of the provider to an attempt. Throws a `SignInError` and keeps the earlier session, if there
   *  is one, unless the response is right. `isSamePerson` demands the person of that session. */
  async finish(parameters, attempt, { isSamePerson = false } = {}) {
    const oauth = this.#oauth;
    const server = await this.#discovered();
    await this.#checked(async () => {
      const valid = oauth.validateAuthResponse(server, this.#client, parameters, attempt.state);
      const result = await this.#withNonce(async (options) => {
        const response = await oauth.authorizationCodeGrantRequest(
          server, this.#client, oauth.None(), valid, this.#address, attempt.verifier, options,
        );
        const expected = { expectedNonce: attempt.nonce, requireIdToken: true };
        return oauth.processAuthorizationCodeResponse(server, this.#client, response, expected);
      });
      const claims = oauth.getValidatedIdTokenClaims(result);
      if (isSamePerson && claims.sub !== this.claims.sub) {
        throw new SignInError("other-person", "another person has signed in");
      }
      this.#accept(result, claims);
    });
  }

  /** Renews the access token with the refresh token. Returns whether it is renewed. */
  async renew() {
    const oauth = this.#oauth;
    const refresh = this.#tokens?.refresh;
    if (!refresh) return false;
    try {
      const server = await this.#discovered();
      await this.#checked(async () => {
        const result = await this.#withNonce(async (options) => {
          const response = await oauth.refreshTokenGrantRequest(server, this.#client, oauth.None(), refresh, options);
          return oauth.processRefreshTokenResponse(server, this.#client, response);
        });
        const claims = oauth.getValidatedIdTokenClaims(result);
        if (claims && claims.sub !== this.claims.sub) throw new Error("the ID token is another person's");
        this.#accept(result, claims ?? this.claims);
      });
      return true;
    } catch (error) {
      // A refused token stays refused. Otherwise it can be tried again.
      if (this.#tokens && error.cause instanceof oauth.ResponseBodyError) this.#tokens.refresh = undefined;
      console.error("The session could not be renewed.", error);
      return false;
    }
  }

  /** Forgets the session. Returns the address at which the provider ends its own; `undefined` if it has none. */
  async end({ language, returnTo }) {
    const { refresh, id } = this.#tokens ?? {};
    this.#tokens = this.claims = undefined;
    const server = await this.#discovered();
    if (refresh && server.revocation_endpoint) {
      const request = this.#oauth.revocationRequest(
        server, this.#client, this.#oauth.None(), refresh, this.#httpOptions(),
      );
      await request.then(this.#oauth.processRevocationResponse).catch((error) => console.error(error));
    }
    if (!server.end_session_endpoint) return undefined;
    const url = this.#endpoint(server, "end_session_endpoint");
    url.searchParams.set("client_id", this.#client.client_id);
    if (id) url.searchParams.set("id_token_hint", id);
    url.searchParams.set("post_logout_redirect_uri", returnTo);
    url.searchParams.set("state", SIGNED_OUT);
    url.searchParams.set("ui_locales", language);
    return url.href;
  }

  /** Sends a request of the element to the vendor with a token that is bound to a key, and its proof. */
  async fetchWithProof(request, fetch) {
    const oauth = this.#oauth;
    const headers = new Headers(request.headers);
    headers.delete("authorization");
    const body = ["GET", "HEAD"].includes(request.method) ? null : await request.text();
    const { signal, credentials, cache, redirect } = request;
    const send = (url, options) => fetch(url, { ...options, signal, credentials, cache, redirect });
    try {
      return await this.#withNonce((options) =>
        oauth.protectedResourceRequest(this.#tokens.access, request.method, new URL(request.url), headers, body, {
          ...options, [oauth.customFetch]: send,
        }),
      );
    } catch (error) {
      // A refused token is a response like any other for the element.
      if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
      throw error;
    }
  }

  #accept(result, claims) {
    this.claims = claims;
    this.#tokens = {
      access: result.access_token,
      type: result.token_type,
      // Without a time the vendor's 401 says that it has expired.
      expiresAt: performance.now() + (result.expires_in ?? Infinity) * 1000,
      // A provider that rotates its refresh tokens sends another one.
      refresh: result.refresh_token ?? this.#tokens?.refresh,
      id: result.id_token ?? this.#tokens?.id,
    };
  }

  #discovered() {
    const oauth = this.#oauth;
    const issuer = new URL(this.#config.issuer);
    this.#server ??= this.#checked(async () => {
      const response = await oauth.discoveryRequest(issuer, this.#httpOptions());
      const server = await oauth.processDiscoveryResponse(issuer, response);
      // oauth4webapi compares the two as URLs. The token's issuer is compared as text, so a slash matters.
      if (server.issuer !== this.#config.issuer) {
        throw new Error(`the provider calls itself ${server.issuer}, and carnet.config.json calls it ${issuer.href}`);
      }
      return server;
    });
    // The next attempt asks again.
    this.#server.catch(() => (this.#server = undefined));
    return this.#server;
  }

  #endpoint(server, name) {
    if (!server[name]) throw new SignInError("failed", `the provider's metadata have no ${name}`);
    return new URL(server[name]);
  }

  #httpOptions() {
    const isLocal = this.#config.issuer.startsWith("http://");
    return { signal: AbortSignal.timeout(TIMEOUT), [this.#oauth.allowInsecureRequests]: isLocal };
  }

  /** Calls `send` with the options of a request. A provider may demand a nonce of its own in the proof: then again. */
  async #withNonce(send) {
    if (!this.#config.dpop) return send(this.#httpOptions());
    this.#keys ??= this.#oauth.generateKeyPair("ES256").then((keys) => this.#oauth.DPoP(this.#client, keys));
    const DPoP = await this.#keys;
    try {
      return await send({ ...this.#httpOptions(), DPoP });
    } catch (error) {
      if (!this.#oauth.isDPoPNonceError(error)) throw error;
      return send({ ...this.#httpOptions(), DPoP });
    }
  }

  /** Runs a step of the sign-in. What it throws becomes a `SignInError`. */
  async #checked(step) {
    try {
      return await step();
    } catch (error) {
      if (error instanceof SignInError) throw error;
      const { AuthorizationResponseError, JWT_TIMESTAMP_CHECK } = this.#oauth;
      if (error instanceof AuthorizationResponseError) {
        const isRefusal = error.error === "access_denied";
        const kind = isRefusal ? "denied" : NEEDS_CUSTOMER.includes(error.error) ? "needs-customer" : "failed";
        const text = [error.error, error.error_description].filter(Boolean).join(": ");
        throw new SignInError(kind, `the provider's answer: ${text}`, error);
      }
      const status = error.cause instanceof Response ? error.cause.status : error.status;
      // `fetch` throws a TypeError without a code; the library's own have one.
      const isLost = error instanceof DOMException || (error instanceof TypeError && !error.code);
      const kind = error.code === JWT_TIMESTAMP_CHECK ? "clock" : isLost || status >= 500 ? "unreachable" : "failed";
      const details = [error.error, error.error_description, status && `status ${status}`].filter(Boolean).join(", ");
      throw new SignInError(kind, details ? `${error.message} (${details})` : error.message, error);
    }
  }
}
