// The first request to the vendor, which the loader sends while the app is loading: only for attributes that the app
// will accept, and identical to the app's own request.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, contract, load, make, open, settled } from "./browser.mjs";

const CLUBMED = { vendor: "clubmed", "base-url": "https://api.example/", "customer-id": "123" };
const CAPILLARY = { vendor: "capillary", "base-url": "/gateway", "customer-id": "17742", source: "ALL" };
const IMPRINT = { vendor: "imprint", "base-url": "/gateway/imprint", "customer-id": "CSMR v1/4" };

const capillary = contract.vendors.find(({ name }) => name === "capillary");

/** Returns the requests to the vendor for these attributes, without the app. */
async function requestsFor(attributes) {
  const page = open();
  await load("carnet.js");
  const element = make("carnet-profile", attributes);
  element.credentials = async () => ({ token: "token", apiKey: "key" });
  connect(element);
  await settled();
  return page.requests;
}

async function urlFor(attributes) {
  const requests = await requestsFor(attributes);
  return requests[0]?.url;
}

test("Club Med's profile is requested with language and API key", async () => {
  const [request, ...others] = await requestsFor({ ...CLUBMED, locale: "fr-BE" });
  assert.equal(request.url, "https://api.example/v2/customers/123/profile");
  assert.deepEqual(request.headers, {
    accept: "application/json",
    authorization: "Bearer token",
    "accept-language": "fr-BE",
    "x-api-key": "key",
  });
  assert.deepEqual([request.cache, request.credentials, request.redirect], ["no-store", "omit", "error"]);
  assert.deepEqual(others, []);
});

test("Imprint's profile is requested by its encoded ID", async () => {
  assert.equal(await urlFor(IMPRINT), "https://host.example/gateway/imprint/v2/customers/CSMR%20v1%2F4");
  assert.equal(await urlFor({ ...IMPRINT, "customer-id": ".." }), undefined);
});

test("no token is sent to an address that a browser reads in another way than it is written", async () => {
  const urls = ["ht\ttp://api.example", "htt\np://api.example", "\u0001http://api.example", "///api.example", "https:///api.example"];
  for (const url of urls) assert.equal(await urlFor({ ...IMPRINT, "base-url": url }), undefined, JSON.stringify(url));
});

test("parameters are sent in the order of the contract, whatever the order of the attributes", async () => {
  const parameters = capillary.parameters.filter(({ format }) => format !== "moment");
  const values = parameters.map(({ name, format, values, demonstration }) => [
    name,
    demonstration ?? (format === "some-of" ? values.join(",") : "7"),
  ]);
  const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const query = values.map(([name, value]) => `${camel(name)}=${value}`).join("&");
  const attributes = Object.fromEntries([...Object.entries(CAPILLARY), ...values].reverse());
  assert.equal(await urlFor(attributes), `https://host.example/gateway/v2/customers/17742?${query}`);
});

test("parameters of another vendor are ignored", async () => {
  const invalid = Object.fromEntries(capillary.parameters.map(({ name }) => [name, "?"]));
  assert.equal(await urlFor({ ...CLUBMED, ...invalid }), "https://api.example/v2/customers/123/profile");
});

test("nothing is requested without a required attribute", async () => {
  for (const attributes of [CLUBMED, CAPILLARY, IMPRINT]) {
    assert.ok(await urlFor(attributes), "with all of them there is a request");
    for (const missing of Object.keys(attributes)) {
      const { [missing]: _, ...others } = attributes;
      assert.equal(await urlFor(others), undefined, `without ${missing}`);
    }
  }
});

test("nothing is requested with a value that the app rejects", async () => {
  const invalid = { url: "/gateway?a=b", locale: "fr_FR", locales: "en-US fr_FR" };
  const checked = ({ format }) => format !== "text";
  for (const { name, format } of contract.attributes.filter(checked)) {
    const value = invalid[format] ?? "?";
    assert.equal(await urlFor({ ...CLUBMED, [name]: value }), undefined, `${name}="${value}"`);
  }
  for (const { name } of capillary.parameters.filter(checked)) {
    assert.equal(await urlFor({ ...CAPILLARY, embed: "mlp", [name]: "?" }), undefined, `${name}="?"`);
  }
  for (const id of ["0123", "1a"]) assert.equal(await urlFor({ ...CLUBMED, "customer-id": id }), undefined, id);
  assert.equal(await urlFor({ ...CAPILLARY, "customer-id": "1a" }), undefined);
});

test("a profile is requested with each value of the contract", async () => {
  for (const { name, values } of contract.attributes.filter(({ format }) => format === "one-of")) {
    for (const value of values) {
      const isRequested = (await urlFor({ ...CLUBMED, [name]: value })) !== undefined;
      assert.equal(isRequested, value !== "create", `${name}="${value}"`);
    }
  }
});

test("nothing is requested for a parameter without the value that it needs", async () => {
  const dependent = capillary.parameters.filter(({ needs }) => needs);
  assert.ok(dependent.length > 0, "a parameter has `needs`");
  for (const { name, needs } of dependent) {
    assert.equal(await urlFor({ ...CAPILLARY, [name]: "0" }), undefined, name);
    assert.ok(await urlFor({ ...CAPILLARY, ...needs, [name]: "0" }), name);
  }
});

test("a flag without a value is true", async () => {
  for (const { name } of capillary.parameters.filter(({ format }) => format === "flag")) {
    assert.ok(await urlFor({ ...CAPILLARY, [name]: "" }), name);
    assert.equal(await urlFor({ ...CAPILLARY, [name]: "" }), await urlFor({ ...CAPILLARY, [name]: "true" }), name);
  }
});

test("an empty attribute counts as missing", async () => {
  assert.ok(await urlFor({ ...CLUBMED, theme: "", view: " ", locale: "" }));
  assert.ok(await urlFor({ ...CAPILLARY, "account-id": "", embed: " " }));
  assert.equal(await urlFor({ ...CAPILLARY, source: "" }), undefined);
});
