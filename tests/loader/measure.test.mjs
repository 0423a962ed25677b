// The example that measures the element (examples/measure.js): what it sends, and that nothing personal is in it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { measure } from "../../examples/measure.js";

/** Starts a page. Each call of `hide` hides it, as by changing to another tab; `isAccepted` is the browser's answer. */
function openPage(marks) {
  const page = { sent: [], isAccepted: true, element: new EventTarget() };
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const navigator = {
    sendBeacon(address, body) {
      page.sent.push([address, JSON.parse(body)]);
      return page.isAccepted;
    },
  };
  const performance = { getEntriesByName: (name) => (name in marks ? [{ startTime: marks[name] }] : []) };
  for (const [name, value] of Object.entries({ document, navigator, performance })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  page.show = (state) => {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  page.emit = (name, detail) => page.element.dispatchEvent(new CustomEvent(name, { detail }));
  measure(page.element, "/measures");
  return page;
}

test("marks, failures by kind and the number of saves are sent when the page is hidden", () => {
  const page = openPage({ "carnet-frame": 120.4, "carnet-ready": 812.6 });
  page.emit("carnet-failure", { kind: "offline" });
  page.emit("carnet-failure", { kind: "offline" });
  page.emit("carnet-failure", { kind: "signed-out" });
  page.emit("carnet-saved", { fields: ["email"] });
  page.show("visible");
  assert.deepEqual(page.sent, []);
  page.show("hidden");
  const failures = { offline: 2, "signed-out": 1 };
  assert.deepEqual(page.sent, [["/measures", { frame: 120, ready: 813, failures, saves: 1 }]]);
  // What was sent is not sent again.
  page.show("hidden");
  assert.deepEqual(page.sent[1][1], { frame: 120, ready: 813, failures: {}, saves: 0 });
});

test("what the browser does not take is sent the next time, and a view that was never ready has no time", () => {
  const page = openPage({ "carnet-frame": 90 });
  page.isAccepted = false;
  page.emit("carnet-failure", { kind: "timed-out" });
  page.show("hidden");
  page.isAccepted = true;
  page.show("hidden");
  assert.deepEqual(page.sent[1][1], { frame: 90, failures: { "timed-out": 1 }, saves: 0 });
});
