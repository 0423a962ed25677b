// What the loader needs of a browser: elements, a registry that upgrades them, and a `fetch` that checks integrity.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";

/** The folder with the bundled scripts, from `cargo xtask test`. */
export const DIST = process.env.CARNET_LOADER_DIST;
if (!DIST) throw new Error("CARNET_LOADER_DIST is not set: run cargo xtask test --quick");

/** The folder with the element's files of the npm package. */
export const PACKAGE = process.env.CARNET_LOADER_PACKAGE;

/** Returns a JSON file of the repository. */
export const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
export const contract = read("web/contract.json");
/** What the bundler tells the standalone page of the contract (xtask/src/bundle/script_contract.rs). */
export const pageContract = {
  vendors: Object.fromEntries(
    contract.vendors.map(({ name, parameters }) => [
      name,
      {
        parameters: parameters.map((parameter) => parameter.name),
        required: parameters.filter(({ required }) => required === "yes").map((parameter) => parameter.name),
      },
    ]),
  ),
};
export const catalogue = (language) => read(`locales/${language}.json`);

/** A style sheet as an object. */
class FakeStyleSheet {
  replaceSync(text) {
    this.text = text;
  }
}

class FakeElement {
  #attributes = new Map();
  #children = [];
  #text = "";
  isConnected = false;
  lang = "";
  shadowRoot = null;
  adoptedStyleSheets = [];
  style = { setProperty() {} };

  constructor(localName = "") {
    this.localName = localName;
  }

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name) {
    return this.#attributes.has(name);
  }

  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
  }

  get href() {
    return new URL(this.getAttribute("href"), document.baseURI).href;
  }

  get textContent() {
    return this.#text + this.#children.map((child) => child.textContent).join("");
  }

  set textContent(text) {
    this.#text = text;
    this.#children = [];
  }

  append(...nodes) {
    for (const node of nodes) node.parent = this;
    this.#children.push(...nodes);
  }

  replaceChildren(...nodes) {
    this.#children = [];
    this.append(...nodes);
  }

  remove() {
    this.parent.#children = this.parent.#children.filter((child) => child !== this);
  }

  attachShadow() {
    return (this.shadowRoot = new FakeElement("#shadow-root"));
  }

  addEventListener() {}

  getRootNode() {
    return document;
  }

  dispatchEvent(event) {
    this.events.push(event);
  }

  events = []; // What was dispatched.

  /** Returns the descendants that match. */
  find(matches) {
    return this.#children.flatMap((child) => [...(matches(child) ? [child] : []), ...child.find(matches)]);
  }
}

let upgrading; // The element whose class is being applied.

/** As in a browser, the constructor returns the existing element when it is upgraded. */
class FakeHTMLElement extends FakeElement {
  constructor() {
    super();
    if (!upgrading) return;
    Object.setPrototypeOf(upgrading, new.target.prototype);
    return upgrading;
  }
}

let count = 0;

/**
 * Starts a fresh page. `languages` and `stored` are what the browser and the customer prefer. `changed` has parts of
 * the names of files whose content is not the bundled one, `gone` of files that are not on the server, and `lost` of
 * files whose requests get no response. Only `elapse` runs timers, and only `startApp` lets the app start.
 */
export function open({ languages = ["en-US"], stored = null, changed = [], gone = [], lost = [] } = {}) {
  const definitions = new Map();
  const timers = [];
  const listeners = [];
  const page = {
    files: [], // Each fetched file of the bundle: its URL and the options.
    requests: [], // Each other request: its URL and the options.
    errors: [], // What was reported to the console.
    changed,
    gone,
    lost,
    /** Dispatches an event to the window. */
    dispatch(type, event) {
      for (const [own, listener] of [...listeners]) if (own === type) listener(event);
    },
    startApp: undefined, // Lets the app start.
    /** Runs the timers that are due after this many milliseconds. */
    elapse(milliseconds) {
      const due = timers.filter(({ delay }) => delay <= milliseconds);
      for (const timer of due) timers.splice(timers.indexOf(timer), 1);
      for (const { work } of due) work();
    },
  };
  const globals = {
    HTMLElement: FakeHTMLElement,
    CSSStyleSheet: FakeStyleSheet,
    HTMLDialogElement: class {
      showModal() {}
    },
    CustomEvent: class {
      constructor(type, { detail }) {
        Object.assign(this, { type, detail });
      }
    },
    MutationObserver: class {
      observe() {}
    },
    Document: class {
      createElement(name) {
        return definitions.has(name) ? new (definitions.get(name))() : new FakeElement(name);
      }
    },
    customElements: { get: (name) => definitions.get(name), define: (name, type) => definitions.set(name, type) },
    document: {
      baseURI: "https://host.example/account/",
      adoptedStyleSheets: [],
      createElement: (name) => (definitions.has(name) ? new (definitions.get(name))() : new FakeElement(name)),
      createTextNode() {},
      createComment() {},
      addEventListener() {},
    },
    location: { origin: "https://host.example", reload() {} },
    navigator: { languages, language: languages[0] },
    localStorage: { getItem: (key) => (key === "carnet.locale" ? stored : null) },
    matchMedia: () => ({ addEventListener() {}, removeEventListener() {} }),
    requestAnimationFrame() {},
    addEventListener: (type, listener) => void listeners.push([type, listener]),
    removeEventListener: (type, listener) => {
      const index = listeners.findIndex(([own, other]) => own === type && other === listener);
      if (index >= 0) listeners.splice(index, 1);
    },
    unmounted: [],
    setTimeout: (work, delay) => timers[timers.push({ work, delay }) - 1],
    clearTimeout: (timer) => timers.includes(timer) && timers.splice(timers.indexOf(timer), 1),
    appMayStart: new Promise((resolve) => (page.startApp = resolve)),
    mounted: [],
    fetch: async (url, options) => respond(page, String(url), options),
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  mock.restoreAll();
  mock.method(console, "error", (...parts) => page.errors.push(parts.join(" ")));
  return page;
}

async function respond(page, url, options = {}) {
  if (!url.startsWith("file:")) {
    page.requests.push({ url, ...options });
    if (options.signal) await new Promise((_, reject) => options.signal.addEventListener("abort", reject));
    return { ok: true, status: 200 };
  }
  const isOneOf = (parts) => parts.some((part) => url.includes(part));
  if (isOneOf(page.lost)) throw new TypeError("no response");
  const [isGone, headers] = [isOneOf(page.gone), new Headers()];
  if (options.method === "HEAD") return { ok: !isGone, status: isGone ? 404 : 200, headers };
  page.files.push({ url, ...options });
  if (isGone) {
    // A browser compares the integrity with the content of the 404 too.
    if (options.integrity) throw new TypeError("the content does not match the integrity");
    return { ok: false, status: 404, headers };
  }
  let content = readFileSync(new URL(url));
  if (isOneOf(page.changed)) content = Buffer.concat([content, Buffer.from(" ")]);
  const hash = createHash("sha384").update(content).digest("base64");
  if (options.integrity && options.integrity !== `sha384-${hash}`) throw new TypeError("the content does not match the integrity");
  const text = content.toString();
  return { ok: true, status: 200, headers, text: async () => text, json: async () => JSON.parse(text) };
}

/** Imports a bundled script for this page only: a module keeps its state. */
export function load(script, folder = DIST) {
  return import(`${pathToFileURL(folder)}/${script}?${(count += 1)}`);
}

/** Returns an element with these attributes. Its class may be defined later. */
export function make(name, attributes) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}

/** Applies the class to an element that was created before the class was defined. */
export function upgrade(element) {
  upgrading = element;
  try {
    return new (customElements.get(element.localName))();
  } finally {
    upgrading = undefined;
  }
}

export function connect(element) {
  element.isConnected = true;
  element.connectedCallback();
}

/** Waits until all promises have settled that wait for nothing outside this process. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until the condition is met: an import reads a file. */
export async function until(condition) {
  const started = Date.now();
  while (!condition()) {
    if (Date.now() - started > 10_000) throw new Error(`not met within 10 seconds: ${condition}`);
    await settled();
  }
}
