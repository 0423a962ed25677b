// The files that the loader fetches: each is checked against the hash of the bundled one, and the app does not start
// with another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue, connect, load, make, open, settled, until } from "./browser.mjs";

const french = (...keys) => keys.map((key) => catalogue("fr")[key]).join("");
const OUTDATED = french("part.outdated", "part.outdated-text", "loader.reload");

const alerts = (element) => element.shadowRoot.find((node) => node.getAttribute("role") === "alert");

test("the app starts with the bundled files", async () => {
  const page = open({ languages: ["fr-FR"] });
  page.startApp();
  await load("carnet.js");
  const element = make("carnet-profile", {});
  connect(element);
  await until(() => mounted.length === 1);
  for (const { url, integrity } of page.files) assert.match(integrity, /^sha384-/, url);
  const [style] = element.shadowRoot.find((node) => node.localName === "link");
  assert.match(style.getAttribute("integrity"), /^sha384-/);
  assert.deepEqual([alerts(element), page.errors], [[], []]);
});

test("an app whose wasm is not the bundled one is fetched past the cache and does not start", async () => {
  const page = open({ languages: ["fr-FR"], changed: [".wasm"] });
  page.startApp();
  await load("carnet.js");
  const element = make("carnet-profile", {});
  connect(element);
  const caches = () => page.files.filter(({ url }) => url.endsWith(".wasm")).map(({ cache }) => cache);
  await until(() => {
    page.elapse(1000); // The wait before the second attempt.
    return alerts(element).length === 1;
  });
  await settled();
  assert.deepEqual(caches().slice(0, 2), ["default", "reload"]);
  const [alert] = alerts(element);
  assert.equal(alert.textContent, catalogue("fr")["loader.blocked"] + catalogue("fr")["loader.reload"]);
  assert.match(page.errors.join("\n"), /\.wasm is not the file that was built/);
  assert.deepEqual(element.events.map(({ type, detail }) => [type, detail]), [["carnet-failure", { kind: "stopped" }]]);
  assert.deepEqual(mounted, []);
  // An element that is connected later tries again.
  page.changed = [];
  const second = make("carnet-profile", {});
  connect(second);
  await until(() => mounted.length === 1);
  assert.equal(mounted[0].element, second);
});

/** Returns what an element says that cannot be opened, and what the console says. */
async function failure(options) {
  const page = open({ languages: ["fr-FR"], ...options });
  page.startApp();
  await load("carnet.js");
  const element = make("carnet-profile", {});
  connect(element);
  await until(() => {
    page.elapse(1000);
    return alerts(element).length === 1;
  });
  await settled();
  return { text: alerts(element)[0].textContent, errors: page.errors.join("\n") };
}

test("an app whose wasm is gone says that there is a newer page, and names the file", async () => {
  const { text, errors } = await failure({ gone: [".wasm"] });
  assert.equal(text, OUTDATED);
  assert.match(errors, /carnet-[0-9a-f]{16}\.wasm is not on the server/);
});

test("an app whose wasm gets no response asks the customer to check the connection", async () => {
  const { text } = await failure({ lost: [".wasm"] });
  assert.equal(text, french("loader.failed", "loader.reload"));
});

test("a policy that forbids WebAssembly is named to the host's developer", async () => {
  const page = open();
  globalThis.appMayStart = Promise.reject(Object.assign(new Error("blocked"), { name: "CompileError" }));
  globalThis.appMayStart.catch(() => {});
  await load("carnet.js");
  const element = make("carnet-profile", {});
  connect(element);
  await until(() => {
    page.elapse(1000);
    return alerts(element).length === 1;
  });
  await settled();
  assert.equal(alerts(element)[0].textContent, catalogue("en")["loader.blocked"] + catalogue("en")["loader.reload"]);
  assert.match(page.errors.join("\n"), /add 'wasm-unsafe-eval'/);
});

test("a list of states that is not the bundled one is rejected, and fetched again by the next call", async () => {
  const page = open({ changed: ["/states-"] });
  page.startApp();
  await load("carnet.js");
  connect(make("carnet-profile", {}));
  await until(() => mounted.length === 1);
  const { regions } = mounted[0].host;
  await assert.rejects(regions("US"), /integrity/);
  page.changed = [];
  assert.ok((await regions("US")).includes("Alabama"));
  await assert.rejects(regions("XX"), /there is no list for XX/);
});
