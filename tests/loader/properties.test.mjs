// The properties that a host sets, also before the element is defined, and what the class says of the contract.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, contract, load, make, open, settled, until, upgrade } from "./browser.mjs";

const SCRIPTS = [
  ["carnet.js", "carnet-profile"],
  ["carnet-frame.js", "carnet-frame"],
];

const LABELS = { en: { "view.loading": "One moment" } };

test("a property that is set before the element is defined takes effect", async () => {
  for (const [script, name] of SCRIPTS) {
    const page = open();
    const element = make(name, {});
    const credentials = async () => ({ token: "token" });
    Object.assign(element, { credentials, labels: LABELS });
    await load(script);
    assert.equal(upgrade(element), element);
    for (const own of ["credentials", "labels"]) assert.ok(!Object.hasOwn(element, own), `${name}.${own}`);
    assert.deepEqual([element.credentials, element.labels], [credentials, LABELS], name);
    assert.deepEqual(page.errors, []);
  }
});

test("every property of the contract can be set before the element is defined", async () => {
  const properties = contract.members.filter((member) => member.kind === "field" && !member.static);
  for (const [script, name] of SCRIPTS) {
    open();
    const element = make(name, {});
    for (const property of properties) element[property.name] = undefined;
    await load(script);
    upgrade(element);
    for (const property of properties) assert.ok(!Object.hasOwn(element, property.name), `${name}.${property.name}`);
  }
});

test("an invalid property that is set before does not prevent the element", async () => {
  for (const [script, name] of SCRIPTS) {
    const page = open();
    const element = make(name, {});
    element.labels = { en: { "view.title": 1 } };
    await load(script);
    upgrade(element);
    assert.deepEqual(element.labels, {});
    assert.match(page.errors.join("\n"), new RegExp(`TypeError: <${name}> labels must be an object`));
  }
});

test("labels that are no table of texts throw, and the previous ones stay", async () => {
  for (const [script, name] of SCRIPTS) {
    open();
    await load(script);
    const element = make(name, {});
    element.labels = LABELS;
    for (const labels of ["en", [], { en: "x" }, { en: [] }, { en: null }, { en: { "view.title": 1 } }]) {
      assert.throws(() => (element.labels = labels), TypeError, JSON.stringify(labels));
    }
    assert.equal(element.labels, LABELS);
    element.labels = null;
    assert.deepEqual(element.labels, {});
  }
});

test("credentials and labels that are set before are used", async () => {
  const page = open();
  const element = make("carnet-profile", { vendor: "imprint", "base-url": "/gateway", "customer-id": "1" });
  Object.assign(element, { credentials: async () => ({ token: "token" }), labels: LABELS });
  await load("carnet.js");
  connect(upgrade(element));
  await settled();
  assert.equal(page.requests.length, 1);
  const [status] = element.shadowRoot.find((node) => node.getAttribute("role") === "status");
  assert.equal(status.textContent, "One moment");
  page.startApp();
  await until(() => mounted.length === 1);
  assert.equal(mounted[0].element, element);
});

test("the classes have the version of the contract and observe its attributes", async () => {
  open();
  const { CarnetProfile } = await load("carnet.js");
  const { CarnetFrame } = await load("carnet-frame.js");
  const { type } = contract.members.find(({ name }) => name === "contract");
  assert.deepEqual([CarnetProfile.contract, CarnetFrame.contract], [Number(type.text), Number(type.text)]);
  const all = [...contract.attributes, ...contract.vendors.flatMap(({ parameters }) => parameters)];
  const names = (filter) => all.filter(filter).map(({ name }) => name);
  assert.deepEqual(CarnetProfile.observedAttributes, names(({ observed }) => observed !== false));
  assert.deepEqual(CarnetFrame.observedAttributes, ["src", ...names(({ frame }) => frame !== false)]);
});
