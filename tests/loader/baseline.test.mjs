// A browser that lacks what the app needs, one API at a time: the customer reads that it is too old, and the developer of
// the host what is missing. What the app has a fallback for does not prevent it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue, connect, load, make, open, settled, until } from "./browser.mjs";

const alerts = (element) => element.shadowRoot.find((node) => node.getAttribute("role") === "alert");

/** Opens the element without a member of an object, and puts the member back. */
async function openWithout(owner, name, check) {
  const page = open({ languages: ["fr-FR"] });
  page.startApp();
  await load("carnet.js");
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value: undefined, configurable: true, writable: true });
  try {
    const element = make("carnet-profile", {});
    connect(element);
    await check(page, element);
  } finally {
    Object.defineProperty(owner, name, own);
  }
}

test("a browser without what the app needs is called too old", async () => {
  const needed = [
    [WebAssembly, "validate"],
    [Intl, "DateTimeFormat"],
    [Intl, "NumberFormat"],
    [Intl, "Collator"],
    [globalThis, "ReadableStream"],
    [String.prototype, "normalize"],
  ];
  for (const [owner, name] of needed) {
    await openWithout(owner, name, async (page, element) => {
      await settled();
      await settled();
      assert.equal(alerts(element)[0]?.textContent, catalogue("fr")["loader.unfit"] + catalogue("fr")["loader.reload"], name);
      assert.match(page.errors.join("\n"), /this browser lacks/);
      assert.deepEqual([mounted, page.requests], [[], []], name);
      assert.deepEqual(element.events.map(({ type }) => type), ["carnet-failure"]);
    });
  }
});

test("a browser whose WebAssembly lacks a feature is called too old", async () => {
  const { validate } = WebAssembly;
  WebAssembly.validate = () => false;
  try {
    open();
    await load("carnet.js");
    const element = make("carnet-profile", {});
    connect(element);
    await settled();
    assert.equal(alerts(element).length, 1);
  } finally {
    WebAssembly.validate = validate;
  }
});

test("the app starts without what it has a fallback for", async () => {
  const optional = [
    [AbortSignal, "any"],
    [AbortSignal, "timeout"],
    [Intl, "DisplayNames"],
    [Intl, "ListFormat"],
    [Intl, "Locale"],
    [Intl, "PluralRules"],
    [Intl, "RelativeTimeFormat"],
    [globalThis, "structuredClone"],
  ];
  for (const [owner, name] of optional) {
    await openWithout(owner, name, async (page, element) => {
      await until(() => mounted.length === 1);
      assert.deepEqual([alerts(element), page.errors], [[], []], name);
    });
  }
});

test("storage that throws and languages that are odd do not prevent the app", async () => {
  for (const languages of [undefined, [], [null, "", "x_y"]]) {
    const page = open();
    page.startApp();
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new Error("storage is blocked");
      },
      configurable: true,
    });
    Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true, writable: true });
    await load("carnet.js");
    connect(make("carnet-profile", {}));
    await until(() => mounted.length === 1);
  }
});

test("an element of the page that hides a function of the document is named to the host's developer", async () => {
  const page = open();
  page.startApp();
  await load("carnet.js");
  const element = make("carnet-profile", {});
  document.createElement = make("form", {});
  connect(element);
  await settled();
  await settled();
  assert.equal(alerts(element)[0].textContent, catalogue("en")["loader.blocked"] + catalogue("en")["loader.reload"]);
  assert.match(page.errors.join("\n"), /has the name of document\. createElement/);
});
