// The loader: defines <carnet-profile>, renders a skeleton, and starts the app in it. Nothing is fetched and nothing
// runs until an element is connected. The WebAssembly module is then compiled once for all elements of the page.

import { checkLabels, upgradeProperties } from "./properties.js";

// What the loader knows of the contract (web/contract.json).
const CONTRACT = {}; // filled in by the bundler
// A file has an address and its integrity, or a function that imports it. In the npm package every file but the wasm is
// imported, because every host's bundler can do that.
const ASSETS = {}; // filled in by the bundler
// Text that is shown without the app if the catalogue cannot be fetched either. All other text is in locales/.
const ENGLISH = {}; // filled in by the bundler

const NAME = "carnet-profile";

// The chunks of the app that the customers of a vendor are about to need once they see their profile.
const PREFETCH = { clubmed: ["edit", "conflict"] };

// The chunk without which only a preview can be shown.
const APP = "app";

// How long a read and a chunk may take, in milliseconds (src/client.rs).
const TIMEOUT = 20_000;

// How long the app waits for a preview to be painted, in milliseconds.
const PREVIEW_TIMEOUT = 500;

/** Returns a controller that aborts by itself after a time. */
function abortAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller;
}

// --- Fetching files ----------------------------------------------------------------------------------------------

/** A file of this build is gone from the server: there is a newer build, and a reload helps. */
class OutdatedError extends Error {}

/** A file has another content than that of this build. */
class AlteredError extends Error {}

let isOutdated = false; // Whether the last part of the app that could not be loaded was such a file.

/** Fetches a bundled file. Rejects if its content does not match the hash the bundler computed. */
async function fetchAsset(asset, { cache = "default", signal } = {}) {
  try {
    const response = await fetch(asset.url, { integrity: asset.integrity, cache, signal });
    if (response.ok) return response;
    throw new Error(`${asset.url} answered ${response.status}`);
  } catch (error) {
    throw (await reasonFor(asset.url, cache, signal)) ?? error;
  }
}

/** Returns why a file could not be fetched; `undefined` for a lost connection. A browser does not tell the two apart: the
 *  content of a 404 does not match the integrity either. */
async function reasonFor(url, cache, signal) {
  const response = await fetch(url, { method: "HEAD", cache: "no-store", signal }).catch(() => undefined);
  if (!response) return undefined;
  // A server that answers every path with a page has no such file either.
  if ([404, 410].includes(response.status) || /html/.test(response.headers.get("content-type"))) {
    return new OutdatedError(`${url} is not on the server: keep the files of earlier versions (docs/deploy.md)`);
  }
  // What the HTTP cache has proves nothing.
  if (!response.ok || cache !== "reload") return undefined;
  return new AlteredError(`${url} is not the file that was built: a proxy or a build step has changed it`);
}

/** Returns the text of a catalogue, of the states or of a style sheet. */
async function loadText(asset, { signal } = {}) {
  if (!asset.load) return (await fetchAsset(asset, { signal })).text();
  const aborted = new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  return (await Promise.race([asset.load(), aborted])).default;
}

let app; // The promise of the app's exports; `undefined` until an element is connected, and after a crash.
let starts = 0; // The number of times the app was started: its script is another module each time.
let started; // The exports of the script of the app that was started last.
let crashed; // Those of an app that has crashed.

/** A host's bundle imports the app's script only once, so that an app that has crashed stays so until a reload. */
class CrashedError extends Error {}

/** What follows the address of the script of the app that was started last. */
const glueSuffix = () => (starts > 1 ? `?${starts}` : "");

/** Resolves after a time. */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves before another attempt. A page that is left ends its requests, and is gone by then. */
const pause = () => wait(1000);

function loadApp() {
  app ??= startApp(false)
    // Retries once, past the HTTP cache and the module map: a connection that just failed often works again.
    .catch(() => pause().then(() => startApp(true)))
    .catch((error) => {
      app = undefined; // The next element that is connected may try again.
      throw error;
    });
  return app;
}

async function startApp(isRetry) {
  const wasm = fetchAsset(ASSETS.wasm, { cache: isRetry ? "reload" : "default" });
  wasm.catch(() => {}); // If the import fails first, nothing handles this rejection.
  // The rest of the app must not delay the main module: it is asked for at once if a link of the page has asked for the
  // main module long ago, and otherwise once that is there. The element handles a failure.
  const links = [...(querySelectorAll?.call(document, "link[rel=preload]") ?? [])];
  const before = links.some(({ href }) => href === ASSETS.wasm.url) ? Promise.resolve() : wasm;
  before.then(() => loadChunk(APP)).catch(() => {});
  starts += 1;
  const exports = await ASSETS.glue.load(glueSuffix()).catch(async (error) => {
    // An import does not say what is wrong.
    await wasm;
    if (isRetry && ASSETS.glue.url) await fetchAsset(ASSETS.glue, { cache: "reload" });
    throw error;
  });
  if (exports === crashed) throw new CrashedError("the app has stopped, and its script cannot be imported anew");
  for (const name of Object.keys(ASSETS.chunks)) {
    // The name of the import that the app calls, with the index of its function that takes the answer.
    exports.chunks[`__wasm_split_load_${name}`] = async (callback, data) => {
      const isLoaded = await loadChunk(name).then(
        () => true,
        (error) => {
          isOutdated = error instanceof OutdatedError || error instanceof AlteredError;
          console.error(`Carnet could not load its part "${name}".`, error);
        },
      );
      // To run the chunk is a task of its own: the browser can answer a press before it.
      await wait(0);
      if (own === wasmExports) own.__indirect_function_table.get(callback)(data, Boolean(isLoaded));
    };
  }
  started = exports;
  const own = (wasmExports = await exports.default({ module_or_path: wasm }));
  watchForCrashes();
  return exports;
}

// --- Chunks: the parts of the app that the first view does not run -----------------------------------------------

let wasmExports; // What the chunks import from the main module; `undefined` until it runs, and after a crash.
const chunkFiles = new Map(); // file → promise that it runs

function loadChunkFile(file) {
  if (!chunkFiles.has(file)) {
    const running = startChunkFile(file);
    running.catch(() => chunkFiles.delete(file)); // So that the next call tries again.
    chunkFiles.set(file, running);
  }
  return chunkFiles.get(file);
}

async function startChunkFile(file) {
  const compile = (options) => fetchAsset(file, { signal: abortAfter(TIMEOUT).signal, ...options }).then(compileWasm);
  // As the app: once more, past the HTTP cache.
  const module = await compile().catch(() => pause().then(() => compile({ cache: "reload" })));
  await loadApp();
  await WebAssembly.instantiate(module, { __wasm_split: wasmExports });
}

/** Compiles a response: while it arrives, if its type lets the browser do so, which then also keeps the compiled code. */
async function compileWasm(response) {
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Loads a chunk of the app. It may be called before the app runs. */
async function loadChunk(name) {
  await Promise.all((ASSETS.chunks[name] ?? []).map((index) => loadChunkFile(ASSETS.files[index])));
}

/** Loads chunks when the browser has nothing else to do, unless the customer saves data. */
function loadChunksSoon(names) {
  if (navigator.connection?.saveData) return;
  // The app loads it again when it needs it.
  whenIdle(() => names.forEach((name) => loadChunk(name).catch(() => {})));
}

/** Calls the function when the browser has nothing else to do, or after two seconds; soon, if it cannot tell. */
function whenIdle(callback) {
  if (globalThis.requestIdleCallback) requestIdleCallback(callback, { timeout: 2000 });
  else setTimeout(callback, 200);
}

// --- Why the app cannot start ------------------------------------------------------------------------------------

// A module with each feature of WebAssembly that the compiler uses: bulk memory, sign extension, saturating conversion,
// reference types and several results.
const FEATURES = "AGFzbQEAAAABBwFgAW8Cf38DAgEABQMBAAEKFwEVAEEAwEMAAAAA/ABBAEEAQQD8CwAL";

// What the app cannot do without, by name: what is missing is reported to the host's developer.
const NEEDS = {
  WebAssembly: () => WebAssembly.validate(Uint8Array.from(atob(FEATURES), (letter) => letter.charCodeAt(0))),
  Intl: () => Intl.DateTimeFormat && Intl.NumberFormat && Intl.Collator && Intl.getCanonicalLocales,
  ReadableStream: () => ReadableStream.prototype.getReader,
  AbortController: () => AbortController,
  HTMLDialogElement: () => HTMLDialogElement.prototype.showModal,
  normalize: () => String.prototype.normalize,
};

/** Returns the names of what this browser lacks. */
function missingFeatures() {
  return Object.keys(NEEDS).filter((name) => {
    try {
      return !NEEDS[name]();
    } catch {
      return true;
    }
  });
}

// The functions of the document that the app calls. A form or a picture of the host's page with such a name hides it.
const FUNCTIONS = ["createElement", "createTextNode", "createComment", "addEventListener"];
const hiddenFunctions = () => FUNCTIONS.filter((name) => typeof document[name] !== "function");

/** Returns the key of the text for a customer whose app did not start, and tells the host's developer the cause. */
function causeOf(error) {
  const isForbidden = ["CompileError", "EvalError"].includes(error?.name);
  const cause = isForbidden
    ? "the page's policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src"
    : error?.message;
  console.error(`Carnet could not be opened: ${cause}`, error);
  if (error instanceof OutdatedError) return "part.outdated";
  const isBlocked = isForbidden || error instanceof AlteredError || error instanceof CrashedError;
  return isBlocked ? "loader.blocked" : "loader.failed";
}

const catalogues = new Map(); // language → promise of its text

function loadCatalogue(language) {
  if (!catalogues.has(language)) {
    const asset = ASSETS.catalogues[language];
    const text = asset
      ? loadText(asset)
      : Promise.reject(new Error(`there is no catalogue for ${language}`));
    text.catch(() => catalogues.delete(language)); // So that the next call retries.
    catalogues.set(language, text);
  }
  return catalogues.get(language);
}

const sheets = new Map(); // style sheet → promise of its object, which all elements share

function loadSheet(asset) {
  if (!sheets.has(asset)) {
    const sheet = loadText(asset).then((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    sheet.catch(() => sheets.delete(asset)); // So that the next element tries again.
    sheets.set(asset, sheet);
  }
  return sheets.get(asset);
}

let regionLists; // The promise of all countries' lists of states.

/** Returns a country's list of states as JSON text. Rejects after 5 seconds: the customer then types the state. */
async function loadRegions(country) {
  regionLists ??= loadText(ASSETS.regions, { signal: abortAfter(5000).signal }).then(JSON.parse);
  regionLists.catch(() => (regionLists = undefined)); // So that the next call retries.
  const list = (await regionLists)[country];
  if (!list) throw new Error(`there is no list for ${country}`);
  return JSON.stringify(list);
}

// --- Locale negotiation ------------------------------------------------------------------------------------------

function storedLocale() {
  try {
    return localStorage.getItem("carnet.locale");
  } catch {
    return null; // Storage is blocked.
  }
}

/** Returns the language of a tag, for Chinese with its script: tags with the same result share a catalogue. */
function readingLanguage(tag) {
  const [written] = tag.toLowerCase().split("-");
  const language = CONTRACT.languageAliases[written] ?? written;
  if (language !== "zh") return language;
  return /-hans\b/i.test(tag) || !/-(hant|tw|hk|mo)\b/i.test(tag) ? "zh-hans" : "zh-hant";
}

const regionOf = (tag) => /^[a-z]+(?:-[a-z]{3,4})*-([a-z]{2}|\d{3})\b/i.exec(tag)?.[1].toUpperCase();

/** Returns the variety of its language that a tag's region reads (`variety` in src/i18n/tag.rs). */
function varietyOf(tag) {
  const language = readingLanguage(tag);
  return Object.keys(CONTRACT.varieties).find((variety) => {
    const [of, ...regions] = CONTRACT.varieties[variety].split(" ");
    return of === language && regions.includes(regionOf(tag));
  });
}

/** Splits an attribute that lists tags. */
const parseTags = (list) => (list ?? "").split(/[\s,]+/).filter(Boolean);

/** Returns the locale that the app will negotiate (`negotiate` in src/i18n/mod.rs). */
function expectedLocale(element) {
  const host = element.getAttribute("locale")?.trim();
  if (host) return host;
  const offered = parseTags(element.getAttribute("locales")?.trim() || CONTRACT.locales);
  for (const wish of [storedLocale(), ...(navigator.languages ?? []), "en"]) {
    if (typeof wish !== "string" || !wish) continue;
    const related = offered.filter((offer) => readingLanguage(offer) === readingLanguage(wish));
    const found =
      offered.find((offer) => offer.toLowerCase() === wish.toLowerCase()) ??
      related.find((offer) => regionOf(wish) && varietyOf(offer) === varietyOf(wish)) ??
      related[0];
    if (found) return found;
  }
  return offered[0];
}

/** Returns the names of a tag's catalogues, the best last: its language's, its variety's, and its own if it is that of a
 *  pseudo-locale. Each name is `undefined` if there is no such file; English is in the app. */
function cataloguesFor(tag) {
  const find = (range) => Object.keys(ASSETS.catalogues).find((name) => name.toLowerCase() === range);
  return [find(readingLanguage(tag)) ?? "en", varietyOf(tag), find(tag.toLowerCase())];
}

/** Returns the name of the file with a tag's text; `undefined` if there is none. */
const catalogueFor = (tag) => cataloguesFor(tag).findLast((name) => name in ASSETS.catalogues);

/** Whether a value matches the pattern of its attribute: then the app will accept it. */
const matches = (pattern, value) => new RegExp(`^(${pattern})$`).test(value);

/** Whether the app will accept the attributes that every vendor has. If not, nothing may be requested. */
function hasValidAttributes(element) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  try {
    Intl.getCanonicalLocales([...parseTags(attribute("locale")), ...parseTags(attribute("locales"))]);
  } catch {
    return false; // An invalid tag, or one that `Intl` does not accept: the app decides.
  }
  return Object.entries(CONTRACT.attributes).every(
    ([name, pattern]) => !attribute(name) || matches(pattern, attribute(name)),
  );
}

// --- The first request to the vendor -----------------------------------------------------------------------------

/** Percent-encodes a path segment or a query value, exactly as the app does (`segment` in src/http.rs). */
const encodeSegment = (text) =>
  encodeURIComponent(text).replace(/[.!'()*]/g, (letter) => `%${letter.charCodeAt().toString(16).toUpperCase()}`);

/** Returns the vendor's query as the app writes it (src/vendor_api/query.rs); `undefined` if a value may be invalid. A
 *  parameter has the name of its attribute, in camel case. */
function queryString(element, vendor) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  const hasValue = ([name, value]) => attribute(name)?.split(",").includes(value);
  const pairs = [];
  for (const [name, pattern] of Object.entries(CONTRACT.parameters[vendor] ?? {})) {
    let value = attribute(name);
    // Only the pattern of a flag matches an empty value, which is true.
    if (value === "" && matches(pattern, value)) value = "true";
    if (!value) {
      if (CONTRACT.required.includes(name)) return;
      continue;
    }
    if (!matches(pattern, value) || !Object.entries(CONTRACT.needs[name] ?? {}).every(hasValue)) return;
    const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    pairs.push(`${camel}=${value.split(",").map(encodeSegment).join(",")}`);
  }
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/** For each vendor, the path of a profile and the headers of its request, without query and token. `false` means that
 *  the app might not send this request. */
const READS = {
  clubmed: (id, locale, { apiKey }) =>
    /^[1-9]\d*$/.test(id) && [
      `/v2/customers/${id}/profile`,
      { "accept-language": locale, ...(apiKey && { "x-api-key": apiKey }) },
    ],
  capillary: (id, locale) => /^\d+$/.test(id) && [`/v2/customers/${id}`, { language: locale.split("-")[0] }],
  imprint: (id) => !/^(%2E){1,2}$/.test(id) && [`/v2/customers/${id}`, {}],
};

/** Returns the text to show without the app, in English if the element's catalogue does not arrive in time. */
async function textFor(element) {
  // The app keeps `lang` up to date. Before it runs, the negotiated locale is the best guess.
  const tag = element.lang || expectedLocale(element) || navigator.language;
  const catalogue = catalogueFor(tag);
  const own = cataloguesFor(tag).map((name) => element.labels[name]);
  try {
    // English after 3 seconds is better than waiting for a catalogue that may never arrive.
    const text = catalogue && (await Promise.race([loadCatalogue(catalogue), wait(3000)]));
    if (text) return Object.assign({ lang: tag }, JSON.parse(text), ...own);
  } catch {
    // Falls back to English below.
  }
  return Object.assign({ lang: "en" }, ENGLISH, ...(catalogue ? [element.labels.en] : own));
}

/** Sets the text of nodes once the catalogue is known. Only once, or a live region is announced in two languages. */
function setText(element, ...parts) {
  textFor(element).then((text) => {
    for (const [node, key] of parts) {
      node.lang = text.lang;
      node.textContent = text[key];
    }
  });
}

// --- Rendering without the app -----------------------------------------------------------------------------------

// Taken from the prototype: a form with such a name on the host's page hides the document's own.
const { createElement, querySelectorAll } = globalThis.Document?.prototype ?? {};

function make(name, attributes = {}, ...children) {
  const node = createElement.call(document, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const div = (className, ...children) => make("div", { class: className }, ...children);

/** Calls a function once what is shown now is painted: a task that is queued in an animation frame runs after it. */
const afterPaint = (run) => requestAnimationFrame(() => setTimeout(run));

/** Renders the skeleton of a profile until the app runs: the same one that the app shows while it loads a profile. */
function makeSkeletonPage(element) {
  const skeleton = div("c-skeleton", ...Array.from({ length: 4 }, () => div("c-skeleton-block")));
  skeleton.setAttribute("aria-hidden", "true");
  const title = make("h1", { class: "c-hidden" });
  const status = make("p", { role: "status" });
  setText(element, [title, "view.title"], [status, "view.loading"]);
  return div("c-app", div("c-bar"), div("c-page", title, status, make("p", { class: "c-late" }), skeleton));
}

function makeButton(element, key, onClick) {
  const button = make("button", { type: "button", class: "c-secondary", part: "button secondary" });
  button.addEventListener("click", onClick);
  setText(element, [button, key]);
  return button;
}

function makeBanner(element, keys, ...buttons) {
  // The first of several is a heading.
  const parts = keys.map((key, index) => [make(index < keys.length - 1 ? "h2" : "p"), key]);
  setText(element, ...parts);
  buttons.push(makeButton(element, "loader.reload", () => location.reload()));
  return make(
    "div",
    { class: "c-banner", part: "banner", "data-kind": "bad", role: "alert" },
    ...parts.map(([text]) => text),
    make("div", { class: "c-actions", part: "actions" }, ...buttons),
  );
}

/** Renders the same banner on a page of its own, if the app could not be started. */
function makeErrorPage(element, ...keys) {
  const title = make("h1", { class: "c-title", part: "title" });
  setText(element, [title, "view.title"]);
  return div("c-app", title, makeBanner(element, keys));
}

/** Returns what stands in the fields and lists of a form, one in a line, with its label. */
function enteredText(container) {
  const controls = [...container.querySelectorAll("form :is(input:not([type=checkbox], [type=radio]), select)")];
  const lines = controls.filter(({ value }) => value).map((control) => {
    const value = control.selectedOptions?.[0]?.textContent ?? control.value;
    return [control.labels?.[0]?.textContent.trim(), value].filter(Boolean).join(": ");
  });
  return lines.join("\n");
}

/** Returns a button that copies a text. Where the browser does not let it, the text is shown to be copied by hand. */
function makeCopyButton(element, text) {
  const button = makeButton(element, "loader.copy", async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(element, [button, "loader.copied"]);
    } catch {
      const field = make("textarea", { class: "c-input", readonly: "" });
      field.value = text;
      button.replaceWith(field);
      field.select();
    }
  });
  return button;
}

// --- A page that the browser translates --------------------------------------------------------------------------

/**
 * Puts a text of the app's back in the place of its translation once the app changes it: a browser that translates a
 * page replaces each text by an element, and the app would go on writing into the text that is gone.
 */
function followTranslation(container) {
  const translations = new Map(); // text → the element in its place
  let last; // The translation that was added last.
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, removedNodes } of changes) {
      if (type === "characterData") {
        translations.get(target)?.replaceWith(target);
        translations.delete(target);
        continue;
      }
      const [element] = [...addedNodes].filter((node) => node.localName === "font");
      if (element) last = element;
      const [text] = [...removedNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      if (!text || !last?.isConnected || last.parentNode !== target) continue;
      translations.set(text, last);
      observer.observe(text, { characterData: true });
      last = undefined;
    }
  });
  observer.observe(container, { childList: true, subtree: true });
}

// --- When the app crashes ----------------------------------------------------------------------------------------

const running = new Set(); // The connections in which the app runs.
let isWatching = false;

/** Stops the app in all elements: they share its memory, which is in an undefined state after a trap. Nothing may be
 *  sent from it. An element that is connected later starts another app. */
function crash(error) {
  if (!wasmExports) return;
  app = wasmExports = undefined;
  crashed = started;
  chunkFiles.clear();
  console.error("Carnet has stopped.", error);
  for (const connection of running) {
    connection.app = undefined;
    connection.stop();
    connection.end(false); // The customer can no longer answer an open `canLeave()`.
  }
  running.clear();
}

function watchForCrashes() {
  if (isWatching) return;
  isWatching = true;
  const check = (error) => {
    // A trap, or an exception that left a function of the module unfinished. The host may run WebAssembly of its own,
    // so the stack must name one of our files. Not every browser names the module in the stack, and in a host's bundle
    // the glue has no address of its own: a trap that names no module is then taken for ours.
    const stack = String(error?.stack ?? "");
    const glue = ASSETS.glue.url && stack.split(ASSETS.glue.url)[1];
    // What the app before a crash still does is no crash of the next one.
    if (glue !== undefined && /^\?\d+|/.exec(glue)[0] !== glueSuffix()) return;
    const namesGlue = ASSETS.glue.url ? glue !== undefined : !/\.wasm\b/.test(stack);
    const isTrap = error instanceof WebAssembly.RuntimeError && (!stack || namesGlue);
    if (isTrap || stack.includes(ASSETS.wasm.url)) crash(error);
  };
  addEventListener("error", (event) => check(event.error));
  addEventListener("unhandledrejection", (event) => check(event.reason));
}

// --- The element -------------------------------------------------------------------------------------------------

// In server-side rendering there is no HTMLElement: the import must work, and has no effect.
export class CarnetProfile extends (globalThis.HTMLElement ?? Object) {
  // The version of the contract (docs/embedding.md). It changes if a host that relies on this version would break.
  static contract = CONTRACT.version;
  static observedAttributes = [CONTRACT.attributes, ...Object.values(CONTRACT.parameters)].flatMap((attributes) =>
    Object.keys(attributes).filter((name) => !CONTRACT.unobserved.includes(name)),
  );

  #container;
  #sheet; // The style sheet, if it is imported and not linked.
  #connection; // While the element is connected: the app in it, and what ends it.
  #credentials;
  #labels = {};
  #resolveHasCredentials;
  #hasCredentials = new Promise((resolve) => (this.#resolveHasCredentials = resolve)); // Once `credentials` is set.
  #resolveIsShown;
  #isShown = new Promise((resolve) => (this.#resolveIsShown = resolve)); // Once the style sheet is there.

  constructor() {
    super();
    upgradeProperties(this);
  }

  /** The host's function that returns credentials, `async () => ({ token, apiKey })`. Called when they are needed. */
  get credentials() {
    return this.#credentials;
  }

  set credentials(value) {
    this.#credentials = value;
    if (typeof value === "function") this.#resolveHasCredentials();
  }

  /** The host's own text by language and key: `{ fr: { "view.title": "Mon compte" } }`. */
  get labels() {
    return this.#labels;
  }

  set labels(value) {
    const labels = checkLabels(NAME, value);
    const known = new Set(["en", ...Object.keys(CONTRACT.varieties), ...Object.keys(ASSETS.catalogues)]);
    for (const language of Object.keys(labels)) {
      if (!known.has(language)) console.warn(`<${NAME}> labels: "${language}" is none of ${[...known].join(", ")}`);
    }
    this.#labels = labels;
    this.#notifyApp("labels");
  }

  /** Resolves whether the host's page may be left: with true at once if there is no unsaved input, else with the
   *  customer's answer. */
  canLeave() {
    const { app, id, ended } = this.#connection ?? {};
    if (!app) return Promise.resolve(true);
    return Promise.race([new Promise((resolve) => app.may_leave(id, resolve)), ended]);
  }

  /** Moves the focus to the heading of the current page of the app. */
  focus(options) {
    const heading = this.#container?.querySelector("h1[tabindex]");
    if (heading) heading.focus(options);
    else super.focus(options);
  }

  connectedCallback() {
    // Without a shadow root the sheet belongs to the document, or to the host's shadow root, where the element now is.
    if (this.#sheet && !this.shadowRoot) this.#adoptSheet(this.getRootNode()).catch(() => {});
    if (this.#connection) return; // Moved within the document: the app and its input stay.
    this.#container ??= this.#makeRoot();
    this.#connect();
    addEventListener("pagehide", this.#onPageHide);
    addEventListener("pageshow", this.#onPageShow);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this.#connection) return;
      this.#disconnect();
      removeEventListener("pagehide", this.#onPageHide);
      removeEventListener("pageshow", this.#onPageShow);
    });
  }

  /** Starts the app. */
  #connect() {
    this.#container.replaceChildren(makeSkeletonPage(this));
    const connection = { id: undefined, app: undefined, stop: () => this.#stop(), early: abortAfter(TIMEOUT) };
    this.#connection = connection;
    connection.ended = new Promise((resolve) => (connection.end = resolve));
    this.#start(connection).catch((error) => {
      const isTrap = error instanceof WebAssembly.RuntimeError;
      if (isTrap) crash(error);
      const cause = isTrap ? "loader.failed" : causeOf(error);
      if (this.#connection !== connection) return;
      const keys = cause === "part.outdated" ? [cause, "part.outdated-text"] : [cause];
      this.#container.replaceChildren(makeErrorPage(this, ...keys));
      this.#reportFailure();
    });
  }

  /** Ends the app, and the first read if it is under way. */
  #disconnect() {
    const connection = this.#connection;
    this.#connection = undefined;
    running.delete(connection);
    connection.early.abort();
    connection.end(true); // A removed element has no unsaved input.
    connection.app?.unmount(connection.id);
  }

  // A page that is left can come back from the back/forward cache as it was, on a device that somebody else uses by then.
  // So the profile is read again, and masked again, and the credentials are asked for again. Unsaved input stays.
  #onPageHide = () => {
    const { app, id } = this.#connection ?? {};
    if (!app) return;
    if (!app.leave(id)) return;
    this.#disconnect();
    this.#container.replaceChildren(makeSkeletonPage(this));
  };

  #onPageShow = ({ persisted }) => {
    if (persisted && !this.#connection) this.#connect();
  };

  #onReady = () => {
    loadChunksSoon(PREFETCH[this.getAttribute("vendor")?.trim()] ?? []);
    // After its first paint, what takes its place comes in with motion (style/motion.css).
    const mark = () => this.#container.firstElementChild?.setAttribute("data-ready", "");
    this.#isShown.then(() => afterPaint(mark));
  };

  /** Tells the host that the element does not work. */
  #reportFailure() {
    const detail = { kind: "stopped" };
    this.dispatchEvent(new CustomEvent("carnet-failure", { bubbles: true, composed: true, detail }));
  }

  attributeChangedCallback(name, before, after) {
    // Setting the same locale again is a change too: the customer may have chosen another one since.
    if (before !== after || name === "locale") this.#notifyApp(name);
  }

  /** Tells the app which attribute or property has changed. */
  #notifyApp(name) {
    const { app, id } = this.#connection ?? {};
    app?.changed(id, name);
  }

  async #start(connection) {
    const [missing, hidden] = [missingFeatures(), hiddenFunctions()];
    if (missing.length > 0 || hidden.length > 0) {
      const cause = missing.length > 0 ? "this browser lacks" : "an element of the page has the name of document.";
      console.error(`Carnet cannot run: ${cause} ${[...missing, ...hidden].join(", ")}`);
      this.#container.replaceChildren(makeErrorPage(this, missing.length > 0 ? "loader.unfit" : "loader.blocked"));
      this.#reportFailure();
      return;
    }
    const loading = loadApp();
    const vendor = this.getAttribute("vendor")?.trim();
    // What the first view needs: no vendor but a read-only one has a chunk.
    const isCreation = this.getAttribute("view")?.trim() === "create";
    loadChunk(isCreation ? "create" : vendor).catch(() => {});
    // Without a preview, the main module has nothing to show before the app.
    if (isCreation || !PREFETCH[vendor]) loadChunk(APP).catch(() => {});
    this.addEventListener("carnet-ready", this.#onReady); // The same function each time: it is added once.
    const credentials = this.#startCredentials(connection);
    const prefetch = this.#prefetch(credentials, connection);
    const app = await loading;
    if (this.#connection !== connection) return;
    running.add(connection);
    let first = credentials;
    connection.id = app.mount(this, this.#container, {
      catalogue: loadCatalogue,
      regions: loadRegions,
      isOutdated: () => isOutdated,
      refuse: () => {
        const error = "failure.vendor-broken";
        this.#container.replaceChildren(makeErrorPage(this, error, "failure.vendor-broken-text"));
      },
      labels: (language) => this.#labels[language] && JSON.stringify(this.#labels[language]),
      credentials: () => {
        const result = first ?? this.#requestCredentials();
        first = undefined;
        return result;
      },
      get early() {
        return prefetch.take();
      },
    });
    connection.app = app;
    await loadChunk(APP);
  }

  #makeRoot() {
    const container = make("div", { class: "carnet" });
    // Read once: a shadow root cannot be removed.
    const isOpen = this.getAttribute("shadow")?.trim() !== "none";
    const sheet = isOpen ? ASSETS.style : ASSETS.lightDomStyle;
    container.hidden = true; // Without its style sheet the skeleton has no layout.
    const show = () => {
      container.hidden = false;
      this.#resolveIsShown();
      afterPaint(() => performance.mark("carnet-frame"));
    };
    const nodes = [container];
    if (sheet.load) {
      this.#sheet = sheet;
    } else {
      const style = make("link", { rel: "stylesheet", href: sheet.url, integrity: sheet.integrity });
      if (new URL(style.href).origin !== location.origin) style.crossOrigin = "anonymous";
      style.onload = style.onerror = show;
      nodes.unshift(style);
    }
    followTranslation(container);
    const root = isOpen ? this.attachShadow({ mode: "open" }) : this;
    // A copy of an element, or one that the host has restored, has the content of another.
    root.replaceChildren(...nodes);
    if (this.#sheet) this.#adoptSheet(isOpen ? root : this.getRootNode()).then(show, show);
    return container;
  }

  /** Adds the style sheet of the npm package to a shadow root or a document: as an object, which a policy without inline
   *  styles allows. */
  async #adoptSheet(root) {
    const sheet = await loadSheet(this.#sheet);
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** Calls the host's `credentials`. Rejects if it returns none: nothing may be sent then. The developer of the host is
   *  told of a mistake, without a value. */
  async #requestCredentials() {
    await this.#hasCredentials;
    const report = (mistake) => console.error(`<${NAME}> credentials ${mistake}`);
    let given;
    try {
      given = await this.#credentials();
    } catch (error) {
      // A lost connection, in the words of each engine, is no mistake.
      if (!/fetch|network|load/i.test(error?.message)) report("has thrown an error");
      throw error;
    }
    const isHeader = (text) => typeof text === "string" && /^[!-~]*$/.test(text);
    const { token, apiKey } = Object(given);
    if (!token || !isHeader(token) || !isHeader(apiKey ?? "")) {
      report("must return { token, apiKey }, texts that a header can hold");
      throw new Error("no credentials");
    }
    return { token, apiKey: apiKey || undefined };
  }

  #startCredentials(connection) {
    const credentials = this.#requestCredentials();
    credentials.catch(() => {}); // The app handles the rejection when it requests them.
    setTimeout(() => {
      if (this.#connection === connection && typeof this.#credentials !== "function") {
        console.error(`<${NAME}> has no credentials: set element.credentials = async () => ({ token, apiKey })`);
      }
    }, 5000);
    return credentials;
  }

  /**
   * Sends the app's first requests while its code is still loading. This is only an optimisation: the app uses the
   * response if its own request is identical, and sends its own request otherwise.
   */
  #prefetch(credentials, connection) {
    const { signal } = connection.early;
    const attribute = (name) => this.getAttribute(name)?.trim();
    const locale = expectedLocale(this);
    const catalogue = locale && catalogueFor(locale);
    if (catalogue) loadCatalogue(catalogue).catch(() => {});

    let early = null;
    let isTaken = false;
    const [base, customer] = [attribute("base-url"), attribute("customer-id")];
    const vendor = attribute("vendor");
    const read = Object.hasOwn(READS, vendor) && READS[vendor];
    if (read && attribute("view") !== "create" && base && customer && locale && hasValidAttributes(this)) {
      credentials
        .then((given) => {
          if (isTaken) return; // The app runs and sends its own request.
          const [path, own] = read(encodeSegment(customer), locale, given) || [];
          const query = queryString(this, vendor);
          if (!path || query === undefined) return;
          const url = new URL(base.replace(/\/+$/, "") + path + query, document.baseURI).href;
          const headers = { accept: "application/json", authorization: `Bearer ${given.token}`, ...own };
          const options = { method: "GET", headers, cache: "no-store", credentials: "omit", redirect: "error" };
          const response = fetch(url, { ...options, referrerPolicy: "no-referrer", signal });
          response.catch(() => {}); // The app sends the request again.
          early = { url, headers, response: this.#previewed(connection, url, headers, response) };
          early.response.catch(() => {});
        })
        .catch(() => {});
    }
    return {
      take() {
        isTaken = true;
        return early;
      },
    };
  }

  /** Returns the response, once a preview of it is painted or cannot be shown. */
  async #previewed(connection, url, headers, responding) {
    const response = await responding;
    const copy = response.clone();
    const show = async (app) => {
      if (this.#connection !== connection || connection.id === undefined) return;
      if (await app.preview(connection.id, url, headers["accept-language"] ?? "", copy)) {
        performance.mark("carnet-preview");
        await new Promise((resolve) => requestAnimationFrame(() => whenIdle(resolve)));
      }
    };
    const shown = loadApp().then((app) => {
      // The app must not wait for long: in a hidden tab nothing is painted.
      return Promise.race([show(app), wait(PREVIEW_TIMEOUT)]);
    });
    await shown.catch((error) => {
      // Without a preview, the app shows the profile.
      if (error instanceof WebAssembly.RuntimeError) crash(error);
    });
    return response;
  }

  /** Keeps everything on screen, so that input can be copied, and blocks everything that could send it. */
  #stop() {
    const block = (event) => {
      const target = event.type === "submit" || event.target.closest?.(".c-primary");
      if (!target) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const type of ["submit", "click"]) this.#container.addEventListener(type, block, true);
    for (const button of this.#container.querySelectorAll(".c-primary")) button.disabled = true;
    const entered = enteredText(this.#container);
    const buttons = entered ? [makeCopyButton(this, entered)] : [];
    this.#container.prepend(makeBanner(this, ["loader.broken"], ...buttons));
    this.#reportFailure();
  }
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CarnetProfile);
