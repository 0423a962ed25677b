// What a host's `credentials` returns, and when a page is left: nothing is sent without a token, a mistake is named without
// its value, and nothing of an earlier visit stays.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, load, make, open, settled, until } from "./browser.mjs";

const CLUBMED = { vendor: "clubmed", "base-url": "https://api.example/", "customer-id": "123" };

async function start(credentials) {
  const page = open();
  await load("carnet.js");
  const element = make("carnet-profile", CLUBMED);
  element.credentials = credentials;
  connect(element);
  await settled();
  return { page, element };
}

test("nothing is sent without usable credentials, and the mistake is named without its value", async () => {
  const secret = "planted-secret";
  const mistakes = [
    () => { throw new Error(secret); },
    () => undefined,
    () => null,
    () => 7,
    () => ({}),
    () => ({ token: "" }),
    () => ({ token: 7, secret }),
    () => ({ token: `${secret}\n` }),
    () => ({ token: secret, apiKey: `${secret} x` }),
    () => ({ token: secret, apiKey: 7 }),
  ];
  for (const mistake of mistakes) {
    const { page } = await start(async () => mistake());
    assert.deepEqual(page.requests, [], String(mistake));
    assert.match(page.errors.join("\n"), /<carnet-profile> credentials (must return|has thrown)/, String(mistake));
    assert.doesNotMatch(page.errors.join("\n"), new RegExp(secret), String(mistake));
  }
});

test("without an API key there is no header for it", async () => {
  for (const apiKey of [undefined, null, ""]) {
    const { page } = await start(() => ({ token: "token", apiKey }));
    assert.deepEqual(Object.keys(page.requests[0].headers), ["accept", "authorization", "accept-language"]);
    assert.deepEqual(page.errors, []);
  }
});

test("the first read says nothing of the page and is aborted with the element", async () => {
  const { page, element } = await start(() => ({ token: "token" }));
  const [request] = page.requests;
  assert.deepEqual([request.referrerPolicy, request.redirect], ["no-referrer", "error"]);
  assert.equal(request.signal.aborted, false);
  element.isConnected = false;
  element.disconnectedCallback();
  await settled();
  assert.equal(request.signal.aborted, true);
});

test("a profile that comes back from the back/forward cache is read again, unless it has unsaved input", async () => {
  const { page, element } = await start(() => ({ token: "token" }));
  page.startApp();
  await until(() => mounted.length === 1);
  page.dispatch("pagehide", { persisted: true });
  assert.deepEqual(unmounted, [1]);
  page.dispatch("pageshow", { persisted: true });
  await until(() => mounted.length === 2);

  mounted[1].isDirty = true;
  page.dispatch("pagehide", { persisted: true });
  page.dispatch("pageshow", { persisted: true });
  await settled();
  assert.deepEqual([unmounted, mounted.length], [[1], 2], "the input stays");

  element.isConnected = false;
  element.disconnectedCallback();
  await settled();
  page.dispatch("pageshow", { persisted: true });
  await settled();
  assert.equal(mounted.length, 2, "an element that is gone stays so");
});
