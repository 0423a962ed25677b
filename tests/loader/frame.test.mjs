// <carnet-frame> whose page does not load, or misbehaves: words and an event after a time, and one call of the host's
// `credentials` at a time.

import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue, connect, load, make, open, settled } from "./browser.mjs";

async function start(options) {
  const page = open(options);
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "", color: "" });
  await load("carnet-frame.js");
  const frame = make("carnet-frame", { src: "https://profiles.example/embed.html", locale: options?.locale ?? "" });
  connect(frame);
  const [inner] = frame.shadowRoot.find((node) => node.localName === "iframe");
  return { page, frame, inner };
}

const alerts = (frame) => frame.shadowRoot.find((node) => node.getAttribute("role") === "alert");

/** Loads the page in the frame: it says "hello" and gets the port. */
function sayHello(page, inner) {
  let port;
  inner.contentWindow = { postMessage: (_message, _origin, ports) => ([port] = ports) };
  const data = { carnet: 1, type: "hello" };
  page.dispatch("message", { data, origin: "https://profiles.example", source: inner.contentWindow });
  return port;
}

test("a page that does not load is said, in the customer's language, and to the host", async () => {
  for (const [languages, language] of [[["fr-FR"], "fr"], [["zh-TW"], "zh-Hant"], [["xx"], "en"]]) {
    const { page, frame, inner } = await start({ languages });
    page.elapse(19_999);
    assert.deepEqual(alerts(frame), []);
    page.elapse(20_000);
    assert.deepEqual(alerts(frame).map(({ textContent }) => textContent), [catalogue(language)["loader.failed"]]);
    assert.deepEqual(frame.events.map(({ type, detail }) => [type, detail]), [["carnet-failure", { kind: "stopped" }]]);
    assert.match(page.errors.join(), /embed\.html\S* does not load/);
    sayHello(page, inner)?.close();
    assert.deepEqual(alerts(frame), [], "it takes its place if it loads after all");
  }
});

test("a page that loads is not reported", async () => {
  const { page, frame, inner } = await start();
  const port = sayHello(page, inner);
  page.elapse(60_000);
  assert.deepEqual([alerts(frame), frame.events], [[], []]);
  port.close();
});

test("a flood of requests for credentials asks the host once at a time, and is reported", async () => {
  const { page, frame, inner } = await start();
  let calls = 0;
  let answer;
  frame.credentials = () => {
    calls += 1;
    return new Promise((resolve) => (answer = resolve));
  };
  const port = sayHello(page, inner);
  const answers = [];
  port.onmessage = ({ data }) => answers.push(data.id);
  for (let id = 1; id <= 5000; id += 1) port.postMessage({ type: "credentials", id });
  // A message crosses the channel in a task of its own.
  for (let turn = 0; turn < 200; turn += 1) await settled();
  assert.equal(calls, 1);
  assert.match(page.errors.join(), /requests credentials again and again/);
  answer({ token: "token" });
  for (let turn = 0; turn < 200; turn += 1) await settled();
  assert.equal(answers.length, 20);
  port.close();
});
