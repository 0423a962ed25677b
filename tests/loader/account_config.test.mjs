// The check of carnet.config.json: every mistake is named by its key, with the reason.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { configErrors } from "../../web/account_config.js";
import { contract, pageContract, read } from "./browser.mjs";

const schema = read("web/account.schema.json");

const errorsOf = (config) => configErrors(schema, pageContract, config);

const CLUB_MED = { name: "clubmed", "base-url": "/api", "customer-claim": "customer_id", "api-key": "key" };
const MINIMAL = { issuer: "https://id.example.com", "client-id": "carnet", vendors: [CLUB_MED] };

const withVendor = (changes) => ({ ...MINIMAL, vendors: [{ ...CLUB_MED, ...changes }] });

test("the example of deploy/ and the smallest configuration are right", () => {
  assert.deepEqual(errorsOf(read("deploy/carnet.config.json")), []);
  assert.deepEqual(errorsOf(MINIMAL), []);
});

test("a provider on this machine needs no https", () => {
  for (const issuer of ["http://localhost:3000", "http://127.0.0.1:3000/oidc", "http://[::1]:3000"]) {
    assert.deepEqual(errorsOf({ ...MINIMAL, issuer }), [], issuer);
  }
});

test("each mistake is named by its key, with the reason", () => {
  for (const [config, error] of [
    [[], /^the file: \[\] is not a table/],
    [{ "client-id": "carnet", vendors: [CLUB_MED] }, /^issuer: is missing: The issuer of the OpenID provider/],
    [{ ...MINIMAL, issuer: "http://id.example.com" }, /^issuer: "http:\/\/id.example.com" is not an https: URL/],
    [{ ...MINIMAL, issuer: "http://localhost.example.com" }, /^issuer: /],
    [{ ...MINIMAL, "client-id": "" }, /^client-id: "" is not a text that is not empty/],
    [{ ...MINIMAL, clientId: "carnet" }, /^clientId: is not known: use \$schema, issuer, client-id/],
    [{ ...MINIMAL, scopes: "openid" }, /^scopes: "openid" is not a list of words/],
    [{ ...MINIMAL, scopes: ["openid profile"] }, /^scopes\[0\]: "openid profile" is not a word/],
    [{ ...MINIMAL, scopes: ["email", "email"] }, /^scopes: /],
    [{ ...MINIMAL, parameters: { state: "x" } }, /^parameters\.state: the page itself sets it/],
    [{ ...MINIMAL, parameters: { audience: 1 } }, /^parameters\.audience: 1 is not a text/],
    [{ ...MINIMAL, dpop: "yes" }, /^dpop: "yes" is not true or false/],
    [{ ...MINIMAL, vendors: [] }, /^vendors: \[\] is not a list with at least one vendor/],
    [{ ...MINIMAL, vendors: [CLUB_MED, CLUB_MED] }, /^vendors\[1\]\.name: clubmed is there twice/],
    [withVendor({ name: "hotel" }), /^vendors\[0\]\.name: "hotel" is not the name of a vendor \(clubmed, /],
    [withVendor({ "base-url": "//api.example" }), /^vendors\[0\]\.base-url: /],
    [withVendor({ "base-url": "https://api.example?x=1" }), /^vendors\[0\]\.base-url: .* without query/],
    [withVendor({ attributes: { source: "ALL" } }), /^vendors\[0\]\.attributes\.source: is no attribute of clubmed/],
    [withVendor({ name: "imprint" }), /^vendors\[0\]\.api-key: imprint has none/],
    [{ ...MINIMAL, locales: ["english please"] }, /^locales\[0\]: "english please" is not a language tag/],
    [{ ...MINIMAL, theme: "blue" }, /^theme: "blue" is not light, dark or auto/],
    [{ ...MINIMAL, "tokens-css": "https://cdn.example/x.css" }, /^tokens-css: .* on the same server/],
    [{ ...MINIMAL, "support-url": "javascript:alert(1)" }, /^support-url: /],
    [{ ...MINIMAL, "privacy-url": "http://www.example.com" }, /^privacy-url: /],
    [{ ...MINIMAL, toString: 1 }, /^toString: is not known/],
  ]) {
    assert.match(errorsOf(config)[0] ?? "no error", error, JSON.stringify(config));
  }
});

test("what only one vendor has is an error at another", () => {
  const { "api-key": key, ...withoutKey } = CLUB_MED;
  const errors = (vendor) => errorsOf({ ...MINIMAL, vendors: [vendor] });
  assert.deepEqual(errors(withoutKey), ["vendors[0].api-key: is missing: clubmed needs it"]);
  assert.deepEqual(errors({ ...withoutKey, name: "imprint", create: true }), [
    "vendors[0].create: profiles of imprint cannot be created: remove it",
  ]);
  assert.deepEqual(errors({ ...withoutKey, name: "capillary" }), [
    "vendors[0].attributes.source: is missing: capillary needs it",
  ]);
});

test("all mistakes are reported at once", () => {
  const errors = errorsOf({ issuer: 1, "client-id": 2, vendors: [{}], other: 3 });
  assert.equal(errors.length, 6, errors.join("\n"));
});

test("the texts of the page are the same in every language", () => {
  const words = read("web/account.json");
  const languages = Object.keys(read("web/host.json"));
  assert.deepEqual(Object.keys(words), languages);
  for (const language of languages) {
    assert.deepEqual(Object.keys(words[language]), Object.keys(words.en), language);
    for (const [key, text] of Object.entries(words[language])) assert.notEqual(text.trim(), "", `${language} ${key}`);
  }
});

test("the schema knows the vendors of the contract", () => {
  assert.deepEqual(
    schema.properties.vendors.items.properties.name.enum,
    contract.vendors.map(({ name }) => name),
  );
});

test("the documentation has each key as the schema has it", () => {
  const page = readFileSync(new URL("../../docs/sign-in.md", import.meta.url), "utf8");
  const rowsOf = ({ properties, required }, prefix) =>
    Object.entries(properties).map(([key, { description }]) => {
      return `| \`${prefix}${key}\` | ${required.includes(key) ? "yes" : "no"} | ${description} |`;
    });
  for (const row of [...rowsOf(schema, ""), ...rowsOf(schema.properties.vendors.items, "vendors[].")]) {
    assert.ok(page.includes(`\n${row}\n`), `docs/sign-in.md lacks ${row}`);
  }
});
