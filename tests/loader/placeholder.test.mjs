// The placeholder that the loader draws before the app runs: its language is the one that the app will negotiate.

import assert from "node:assert/strict";
import { test } from "node:test";

import { catalogue, connect, contract, load, make, open, settled } from "./browser.mjs";

/** Returns the language and the text of the placeholder's status message. */
async function placeholder(options, attributes = {}) {
  open(options);
  await load("carnet.js");
  const element = make("carnet-profile", attributes);
  connect(element);
  await settled();
  const [status] = element.shadowRoot.find((node) => node.getAttribute("role") === "status");
  return { lang: status.lang, text: status.textContent };
}

test("without `shadow` the placeholder is drawn where the contract's default says", async () => {
  open();
  await load("carnet.js");
  const hasShadowRoot = (attributes) => {
    const element = make("carnet-profile", attributes);
    connect(element);
    return element.shadowRoot !== null;
  };
  const { values, default: preset } = contract.attributes.find(({ name }) => name === "shadow");
  for (const shadow of values) {
    assert.equal(hasShadowRoot({ shadow }) === hasShadowRoot({}), shadow === preset, shadow);
  }
});

const loading = (language) => catalogue(language)["view.loading"];

test("the locale comes from the host, else from the customer's choice, else from the browser", async () => {
  const browser = { languages: ["xx", "de-AT", "fr-FR"] };
  const stored = { ...browser, stored: "ja-JP" };
  for (const [options, attributes, lang, language] of [
    [browser, {}, "de-DE", "de"],
    [stored, {}, "ja-JP", "ja"],
    [stored, { locale: " pl-PL " }, "pl-PL", "pl"],
    [{ ...browser, stored: "ja-JP" }, { locales: "fr-FR, es-ES" }, "fr-FR", "fr"],
    [{ languages: ["pt-AO"] }, {}, "pt-PT", "pt-PT"],
    [{ languages: ["pt"] }, {}, "pt-BR", "pt"],
    [{ languages: ["pt-CH"] }, {}, "pt-BR", "pt"],
  ]) {
    assert.deepEqual(await placeholder(options, attributes), { lang, text: loading(language) }, lang);
  }
});

test("a tag selects the catalogue of the language that is meant", async () => {
  for (const [tag, language] of [
    ["zh-TW", "zh-Hant"],
    ["pt-BR", "pt"],
    ["pt-PT", "pt-PT"],
    ["pt-ao", "pt-PT"],
    ["pt-u-rg-ptzzzz", "pt"],
    ["zh-SG", "zh-Hans"],
    ["yue", "zh-Hans"],
    ["iw-IL", "he"],
    ["tu-TN", "fr"],
  ]) {
    const { text } = await placeholder({}, { locale: tag });
    assert.equal(text, loading(language), tag);
  }
});

test("the text is English if there is no catalogue or it cannot be verified", async () => {
  const english = { lang: "en", text: loading("en") };
  assert.deepEqual(await placeholder({ languages: ["el-GR"] }), english);
  assert.deepEqual(await placeholder({ languages: ["fr-FR"], changed: ["/fr-"] }), english);
});
