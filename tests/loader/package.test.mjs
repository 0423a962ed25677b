// The loader of the npm package, which imports every file but the wasm, so that hosts' bundlers find it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue, connect, load, make, open, PACKAGE, until } from "./browser.mjs";

async function start(attributes) {
  const page = open({ languages: ["fr-FR"] });
  page.startApp();
  await load("carnet.js", PACKAGE);
  const element = make("carnet-profile", attributes);
  connect(element);
  await until(() => mounted.length === 1);
  return { page, element };
}

test("the app starts and only the wasm is fetched, with its integrity", async () => {
  const { page } = await start({});
  assert.deepEqual(
    page.files.map(({ url, integrity }) => [url.endsWith(".wasm"), integrity.startsWith("sha384-")]),
    [[true, true]],
  );
  const { catalogue: loadCatalogue, regions } = mounted[0].host;
  assert.deepEqual(JSON.parse(await loadCatalogue("fr")), catalogue("fr"));
  assert.ok((await regions("US")).includes("Alabama"));
  assert.deepEqual(page.errors, []);
});

test("the style sheet is adopted by the shadow root, or once by the document", async () => {
  const { element } = await start({});
  await until(() => element.shadowRoot.adoptedStyleSheets.length === 1);
  assert.match(element.shadowRoot.adoptedStyleSheets[0].text, /--carnet-ink/);
  assert.deepEqual(document.adoptedStyleSheets, []);

  await start({ shadow: "none" });
  await until(() => document.adoptedStyleSheets.length === 1);
  connect(make("carnet-profile", { shadow: "none" }));
  await until(() => mounted.length === 2);
  assert.equal(document.adoptedStyleSheets.length, 1);
});

test("there is no pseudo-locale", async () => {
  await start({});
  await assert.rejects(mounted[0].host.catalogue("en-XA"), /there is no catalogue for en-XA/);
});
