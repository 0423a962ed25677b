// Messages of any content between <carnet-frame> and the page in it: nothing throws, and nothing but the contract's
// events, attributes and answers comes out. CARNET_FUZZ_MESSAGES sets their number, CARNET_FUZZ_SEED repeats a run.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { connect, contract, DIST, load, make, open, settled } from "./browser.mjs";

const COUNT = Number(process.env.CARNET_FUZZ_MESSAGES ?? 20_000);
const SEED = Number(process.env.CARNET_FUZZ_SEED ?? 1);
const MAX_HEIGHT = 100_000; // In pixels (web/frame.js).

/** Returns a function that chooses one of some values: the same seed gives the same choices (mulberry32). */
function chooser(seed) {
  let state = seed;
  return (all) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return all[((mixed ^ (mixed >>> 14)) >>> 0) % all.length];
  };
}

const TYPES = [
  ...["hello", "start", "credentials", "event", "height", "asking", "may-leave"],
  ...["attribute", "labels", "scheme", "can-leave", "focus", "unknown", "__proto__"],
];
const attributeNames = contract.attributes.filter(({ frame }) => frame !== false).map(({ name }) => name);
const eventNames = contract.events.map(({ name }) => name);
const NAMES = [...attributeNames, ...eventNames, "onclick", "style", "src", "constructor", "__proto__", "", 1, null];
const VALUES = [
  ...[undefined, null, true, false, 0, -1, 1, 1.5, 1e9, NaN, Infinity, 10n, "", "dark", "light", "fr-FR", "\0", "<b>"],
  ...["x".repeat(100_000), [], [1, [2, [3]]], {}, { toString: null }, { title: 1, dirty: "yes" }],
  ...[new Date(0), new Map([[1, 2]])],
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
];
const MEMBERS = [
  ...["id", "name", "value", "detail", "labels", "scheme", "pixels"],
  ...["may", "token", "apiKey", "failed", "attributes", "style"],
];

/** Returns a message with some members of any type. Some are no object at all. */
function message(choose) {
  if (choose([...Array(10).keys()]) === 0) return choose(VALUES);
  const made = { carnet: choose([1, 1, 2, "1"]), type: choose(TYPES) };
  for (const member of MEMBERS) {
    if (choose([true, false])) made[member] = choose(member === "name" ? NAMES : VALUES);
  }
  return made;
}

/** Sends messages through a channel, which clones them as between two pages. */
async function send(port, choose) {
  for (let sent = 0; sent < COUNT; sent += 1) {
    port.postMessage(message(choose));
    if (sent % 50 === 0) await settled();
  }
  // A message crosses the channel in a task of its own.
  for (let turn = 0; turn < 200; turn += 1) await settled();
  assert.equal({}.polluted, undefined);
}

test("any message from the page in the frame comes out as an event of the contract, a height or nothing", async () => {
  const page = open();
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "", color: "" });
  await load("carnet-frame.js");
  const frame = make("carnet-frame", { src: "https://profiles.example/embed.html" });
  connect(frame);
  frame.credentials = async () => ({ token: "token", apiKey: "key" });
  const [inner] = frame.shadowRoot.find((node) => node.localName === "iframe");
  let port;
  inner.contentWindow = { postMessage: (_message, _origin, ports) => ([port] = ports) };
  const [source, origin] = [inner.contentWindow, "https://profiles.example"];
  page.dispatch("message", { data: { carnet: 1, type: "hello" }, origin, source });
  const answers = [];
  port.onmessage = ({ data }) => answers.push(data);
  await send(port, chooser(SEED));
  port.close();
  assert.ok(frame.events.length > 10 && answers.length > 10, "some messages are valid");
  for (const { type, detail } of frame.events) {
    assert.ok(eventNames.includes(type) && typeof detail === "object" && detail, `seed ${SEED}: ${type}`);
  }
  for (const { type, id } of answers) assert.deepEqual([type, Number.isFinite(id)], ["credentials", true]);
  assert.match(inner.style.blockSize, /^\d+px$/);
  assert.ok(parseInt(inner.style.blockSize) <= MAX_HEIGHT);
  assert.equal(typeof inner.title, "string");
});

test("any message from the host sets attributes of the contract, and nothing else", async () => {
  const page = open();
  const asked = [];
  class Profile extends HTMLElement {
    set labels(labels) {
      if (labels === null || typeof labels !== "object") throw new TypeError("labels must be an object");
    }
    setAttribute(name, value) {
      asked.push([name, value]);
    }
    removeAttribute(name) {
      asked.push([name, null]);
    }
    canLeave() {
      return Promise.resolve(true);
    }
    focus() {}
  }
  const observer = class {
    observe() {}
    unobserve() {}
  };
  const parent = { postMessage() {} };
  const observers = { ResizeObserver: observer, IntersectionObserver: observer };
  Object.assign(globalThis, { ...observers, self: globalThis, parent, innerHeight: 600 });
  Object.assign(location, { search: "?host=https://shop.example" });
  document.body = make("body", {});
  document.documentElement = make("html", {});
  customElements.define("carnet-profile", Profile);
  await load(readdirSync(DIST).find((file) => /^embed-\w+\.js$/.test(file)));
  const { port1, port2 } = new MessageChannel();
  const start = { carnet: 1, type: "start", attributes: { vendor: "clubmed", onclick: "x" }, style: { color: "red" } };
  const spoofed = [[{}, "https://shop.example"], [parent, "https://evil.example"]];
  for (const [source, origin] of spoofed) page.dispatch("message", { data: start, origin, source, ports: [port2] });
  assert.deepEqual(asked, [], "only the host that the address names starts the page");
  page.dispatch("message", { data: start, origin: "https://shop.example", source: parent, ports: [port2] });
  const answers = [];
  port1.onmessage = ({ data }) => answers.push(data.type);
  await send(port1, chooser(SEED));
  port1.close();
  assert.ok(asked.length > 10 && answers.length > 10, "some messages are valid");
  for (const [name, value] of asked) {
    assert.ok(attributeNames.includes(name) && (value === null || typeof value === "string"), `seed ${SEED}: ${name}`);
  }
  assert.deepEqual([...new Set(answers)].sort(), ["asking", "may-leave"]);
});
