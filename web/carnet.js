// The loader: defines <carnet-profile>, paints its frame, and brings the app into it. Until an element is
// connected nothing is fetched and nothing runs; the wasm is then compiled once for all elements of the page.

const ASSETS = {}; // filled in by the bundler

const NAME = "carnet-profile";
const FLAG = /^(true|false)$/;
const WHOLE = /^\d{1,18}$/;
const NEVER = /$^/; // Rare, and more to check than a hint is worth.
const EMBEDS =
  "points subscriptions mlp userGroup gapDetails promotionalPoints expirySchedules expiredPoints customerImage returnedPoints associatedImages segments".split(
    " ",
  );
// What Capillary can be asked for beside the customer, in the order of its document (src/vendor/capillary.rs), and what is
// sure to be right: what is not is the app's to judge, and nothing is asked before it has.
const PARAMETERS = {
  source: /^(INSTORE|MARTJACK|WECHAT|LINE|ALL)$/,
  "account-id": /./,
  embed: { test: (value) => value.split(",").every((name) => EMBEDS.includes(name)) },
  "included-all-user-group2": FLAG,
  "user-group2-id": WHOLE,
  "included-user-group2-loyalty-details": FLAG,
  "included-fraud-details": FLAG,
  "included-only-current-profile": FLAG,
  "ug2-joined-start-date": NEVER,
  "ug2-joined-end-date": NEVER,
  "ug2-offset": WHOLE,
  "ug2-limit": WHOLE,
  "ug2-sort-by": /./,
  "ug2-sort-order": /^(ASC|DESC)$/,
  "ug2-pagination-details": FLAG,
  "gap-to-upgrade": WHOLE,
  "gap-to-renew": WHOLE,
};
const ATTRIBUTES = ["vendor", "base-url", "customer-id", "locale", "locales", "view", "routing", ...Object.keys(PARAMETERS)];

// What a customer is offered where the host names no locales (src/i18n/mod.rs).
const LOCALES =
  "en-US en-GB fr-FR fr-BE fr-CA de-DE es-ES es-MX it-IT nl-NL pt-BR ja-JP ko-KR zh-CN zh-TW zh-HK tr-TR pl-PL ar-AE he-IL";

// What is said without the app, where the catalogue of the language cannot be had either. All else is in locales/.
const ENGLISH = {
  "view.title": "Your profile",
  "view.loading": "Loading your profile…",
  "loader.unfit": "Your profile needs a browser with WebAssembly. Please use a current one.",
  "loader.failed": "Your profile could not be opened. Please check your connection, then reload the page.",
  "loader.broken":
    "Something broke. What you typed is still here but will not be saved: copy what you need, then reload the page.",
  "loader.reload": "Reload",
};

// --- What is fetched ---------------------------------------------------------------------------------------------

/** Fetches a bundled file. The browser rejects it unless it has the content that was bundled. */
async function fetchAsset(asset, { cache = "default", signal } = {}) {
  const response = await fetch(asset.url, { integrity: asset.integrity, cache, signal });
  if (!response.ok) throw new Error(`${asset.url} answered ${response.status}`);
  return response;
}

let app; // The promise of the app's exports, once there is a first element.

function loadApp() {
  app ??= startApp(false)
    // Once more, past the caches of files and of modules: a connection that just broke often stands again.
    .catch(() => new Promise((resolve) => setTimeout(resolve, 1000)).then(() => startApp(true)))
    .catch((error) => {
      app = undefined; // The next element that is connected may try.
      throw error;
    });
  return app;
}

async function startApp(again) {
  const wasm = fetchAsset(ASSETS.wasm, { cache: again ? "reload" : "default" });
  wasm.catch(() => {}); // The module may fail first; then nobody waits for this.
  const exports = await import(ASSETS.glue.url + (again ? "?again" : ""));
  await exports.default({ module_or_path: wasm });
  watchForTraps();
  return exports;
}

const catalogues = new Map(); // language → promise of its text

function loadCatalogue(language) {
  if (!catalogues.has(language)) {
    const asset = ASSETS.catalogues[language];
    const text = asset
      ? fetchAsset(asset).then((response) => response.text())
      : Promise.reject(new Error(`there is no catalogue for ${language}`));
    text.catch(() => catalogues.delete(language)); // So that it can be tried again.
    catalogues.set(language, text);
  }
  return catalogues.get(language);
}

let lists; // The promise of every country's list of states.

/** The text of a country's list of states. Who waits longer would rather type one. */
async function loadRegions(country) {
  lists ??= fetchAsset(ASSETS.regions, { signal: AbortSignal.timeout(5000) }).then((response) => response.json());
  lists.catch(() => (lists = undefined)); // So that it can be tried again.
  const list = (await lists)[country];
  if (!list) throw new Error(`there is no list for ${country}`);
  return JSON.stringify(list);
}

// --- Which language ----------------------------------------------------------------------------------------------

function keptLocale() {
  try {
    return localStorage.getItem("carnet.locale");
  } catch {
    return null; // Storage is blocked.
  }
}

// What vendors and older standards write, and what is meant (src/i18n/tag.rs).
const MEANT = { tu: "fr", ma: "fr", iw: "he", cmn: "zh", yue: "zh" };

/** The language and, for Chinese, the script: who reads the one reads the other. */
function language(tag) {
  const [written] = tag.toLowerCase().split("-");
  const own = MEANT[written] ?? written;
  if (own === "zh") return /-hans\b/i.test(tag) || !/-(hant|tw|hk|mo)\b/i.test(tag) ? "zh-hans" : "zh-hant";
  return own;
}

/** The tags in a list of the host's. */
const tagsOf = (list) => (list ?? "").split(/[\s,]+/).filter(Boolean);

/** The locale the app is going to negotiate (src/i18n/mod.rs). */
function expectedLocale(element) {
  const host = element.getAttribute("locale")?.trim();
  if (host) return host;
  const offered = tagsOf(element.getAttribute("locales")?.trim() || LOCALES);
  for (const wish of [keptLocale(), ...navigator.languages, "en"]) {
    if (!wish) continue;
    const found =
      offered.find((offer) => offer.toLowerCase() === wish.toLowerCase()) ??
      offered.find((offer) => language(offer) === language(wish));
    if (found) return found;
  }
  return offered[0];
}

/** The catalogue for this tag: the tag's own, else that of its language. */
function catalogueFor(tag) {
  const find = (range) => Object.keys(ASSETS.catalogues).find((name) => name.toLowerCase() === range);
  return find(tag.toLowerCase()) ?? find(language(tag));
}

// What an attribute must be, where the app takes only that (src/config.rs).
const WORDS = {
  "base-url": /^[^?#]+$/,
  routing: /^(none|fragment)$/,
  shadow: /^(open|none)$/,
  theme: /^(light|dark|auto)$/,
};

/** Whether the app is going to take what the host has written: of what it refuses nothing is asked. */
function isTaken(element) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  try {
    Intl.getCanonicalLocales([...tagsOf(attribute("locale")), ...tagsOf(attribute("locales"))]);
  } catch {
    return false; // No tag, or none that is asked with early.
  }
  return Object.entries(WORDS).every(([name, right]) => !attribute(name) || right.test(attribute(name)));
}

// --- What is asked of the vendor first ---------------------------------------------------------------------------

/** As a segment of a path or a value of a query (src/http.rs). */
const segment = (text) =>
  encodeURIComponent(text).replace(/[.!'()*]/g, (letter) => `%${letter.charCodeAt().toString(16).toUpperCase()}`);

/** The query of the parameters that are set, as the app writes it (src/vendor/query.rs); nothing where one may be wrong. */
function queryOf(element) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  const pairs = [];
  for (const [name, right] of Object.entries(PARAMETERS)) {
    const value = attribute(name);
    if (!value && !(value === "" && right === FLAG)) continue;
    if (!right.test(value)) return;
    const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    pairs.push(`${camel}=${value.split(",").map(segment).join(",")}`);
  }
  const needsPrograms = attribute("gap-to-upgrade") || attribute("gap-to-renew");
  if (!attribute("source") || (needsPrograms && !attribute("embed")?.split(",").includes("mlp"))) return;
  return `?${pairs.join("&")}`;
}

/** The address of a profile and the headers to ask with, by vendor; the token is put in beside. Nothing for what may be
 *  no request at all. */
const READS = {
  clubmed: (id, locale, { apiKey }) =>
    /^[1-9]\d*$/.test(id) && [
      `/v2/customers/${id}/profile`,
      { "accept-language": locale, "x-api-key": apiKey },
    ],
  capillary: (id, locale, _, element) => {
    const query = /^\d+$/.test(id) && queryOf(element);
    return query && [`/v2/customers/${id}${query}`, { language: locale.split("-")[0] }];
  },
  imprint: (id) => (/^(%2E){1,2}$/.test(id) ? undefined : [`/v2/customers/${id}`, {}]),
};

/** Words for who is served by no app: in the language of the element as soon as its catalogue is there. */
async function wordsFor(element) {
  // The app keeps the element's `lang` what it speaks; before that its locale is the one to expect.
  const tag = element.lang || expectedLocale(element) || navigator.language;
  const catalogue = catalogueFor(tag);
  try {
    // English is better than nothing, and than words that do not come.
    const late = new Promise((resolve) => setTimeout(resolve, 3000));
    const text = catalogue && (await Promise.race([loadCatalogue(catalogue), late]));
    if (text) return { lang: tag, ...JSON.parse(text), ...element.labels[catalogue] };
  } catch {
    // Said below.
  }
  return { lang: "en", ...ENGLISH, ...element.labels.en };
}

/** Puts the words under their keys into what is on the page already, once: what is said in two languages is read twice. */
function say(element, ...parts) {
  wordsFor(element).then((words) => {
    for (const [node, key] of parts) {
      node.lang = words.lang;
      node.textContent = words[key];
    }
  });
}

// --- What is shown without the app -------------------------------------------------------------------------------

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const div = (kind, ...children) => make("div", { class: kind }, ...children);

/** The outline of a profile until the app is there: what the app itself shows while it loads one. */
function makeFrame(element) {
  const skeleton = div("c-skeleton", ...Array.from({ length: 5 }, () => div("c-ghost")));
  skeleton.ariaHidden = "true";
  const title = make("h1", { class: "c-hidden" });
  const status = make("p", { class: "c-hidden", role: "status" });
  say(element, [title, "view.title"], [status, "view.loading"]);
  return div("c-app", div("c-bar"), div("c-page", title, status, skeleton));
}

function makeNotice(element, kind) {
  const button = make("button", { type: "button", class: "c-secondary", part: "button secondary" });
  button.addEventListener("click", () => location.reload());
  const text = make("p");
  say(element, [text, `loader.${kind}`], [button, "loader.reload"]);
  return make(
    "div",
    { class: "c-banner", part: "banner", "data-kind": "bad", role: "alert" },
    text,
    make("div", { class: "c-actions", part: "actions" }, button),
  );
}

/** The same on a page of its own, where there is no app. */
function makeNoticePage(element, kind) {
  const title = make("h1", { class: "c-title", part: "title" });
  say(element, [title, "view.title"]);
  return div("c-app", title, makeNotice(element, kind));
}

// --- When the app breaks -----------------------------------------------------------------------------------------

const visits = new Set(); // The elements that hold the app at the moment.
let watching = false;
let trapped = false;

/** The app's memory is torn, in all elements at once: nothing may be sent from it any more. */
function trap(error) {
  if (trapped) return;
  trapped = true;
  console.error("Carnet has stopped.", error);
  for (const visit of visits) visit.stop();
}

function watchForTraps() {
  if (watching) return;
  watching = true;
  const heed = (error) => {
    // A trap, or an exception that ran through the wasm and left its work half done. The host may run wasm of its
    // own: what names no file of ours is not ours. Not every browser names the wasm's file.
    const stack = error?.stack ?? "";
    const traps = error instanceof WebAssembly.RuntimeError && (!stack || stack.includes(ASSETS.glue.url));
    if (traps || stack.includes(ASSETS.wasm.url)) trap(error);
  };
  addEventListener("error", (event) => heed(event.error));
  addEventListener("unhandledrejection", (event) => heed(event.reason));
}

// --- The element -------------------------------------------------------------------------------------------------

// Where there is no browser, on a server that draws pages, it is imported and does nothing.
export class CarnetProfile extends (globalThis.HTMLElement ?? Object) {
  // The version of the contract (docs/embedding.md): another where a host that keeps to this one would break.
  static contract = 1;
  static observedAttributes = ATTRIBUTES;

  #container;
  #visit; // From one connection to the next disconnection: what stands in the element meanwhile.
  #credentials;
  #labels = {};
  #give;
  #given = new Promise((resolve) => (this.#give = resolve));

  constructor() {
    super();
    // Set on the element before it was defined, a property would hide its accessor.
    for (const name of ["credentials", "labels"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      try {
        this[name] = value;
      } catch (error) {
        console.error(error); // An element without it is better than none.
      }
    }
  }

  /** Asked for whenever the app needs to be let in: `async () => ({ token, apiKey })`. */
  get credentials() {
    return this.#credentials;
  }

  set credentials(value) {
    this.#credentials = value;
    if (typeof value === "function") this.#give();
  }

  /** The host's own words in the place of ours: `{ fr: { "view.title": "Mon compte" } }`. */
  get labels() {
    return this.#labels;
  }

  set labels(value) {
    const isTable = (one) => one !== null && typeof one === "object" && !Array.isArray(one);
    const areWords = (one) => isTable(one) && Object.values(one).every((words) => typeof words === "string");
    const labels = value ?? {};
    if (!isTable(labels) || !Object.values(labels).every(areWords)) {
      throw new TypeError(`<${NAME}> labels: for each language a table of words by their keys is expected`);
    }
    for (const language of Object.keys(labels)) {
      if (language === "en" || Object.hasOwn(ASSETS.catalogues, language)) continue;
      console.warn(`<${NAME}> labels: "${language}" is none of en, ${Object.keys(ASSETS.catalogues).join(", ")}`);
    }
    this.#labels = labels;
    this.#tell("labels");
  }

  /** Whether the page around may be left: true at once where nothing is typed, else as the customer answers. */
  canLeave() {
    const { app, id, gone } = this.#visit ?? {};
    if (!app || trapped) return Promise.resolve(true);
    return Promise.race([new Promise((resolve) => app.may_leave(id, resolve)), gone]);
  }

  /** Gives the focus to the heading of what is shown. */
  focus(options) {
    const heading = this.#container?.querySelector("h1[tabindex]");
    if (heading) heading.focus(options);
    else super.focus(options);
  }

  connectedCallback() {
    if (this.#visit) return; // Moved within the page: what is typed stays.
    this.#container ??= this.#makeRoot();
    this.#container.replaceChildren(makeFrame(this));
    const visit = (this.#visit = { id: undefined, app: undefined, stop: () => this.#stop() });
    // Taken off the page, it has nothing more to lose.
    visit.gone = new Promise((resolve) => (visit.end = () => resolve(true)));
    this.#open(visit).catch((error) => {
      if (error instanceof WebAssembly.RuntimeError) trap(error);
      else console.error("Carnet could not be opened.", error);
      if (this.#visit === visit) this.#container.replaceChildren(makeNoticePage(this, "failed"));
    });
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      const visit = this.#visit;
      if (this.isConnected || !visit) return;
      this.#visit = undefined;
      visits.delete(visit);
      visit.end();
      if (visit.app && !trapped) visit.app.unmount(visit.id);
    });
  }

  attributeChangedCallback(name, before, after) {
    // The customer may have chosen another locale since: the host wants its own again.
    if (before !== after || name === "locale") this.#tell(name);
  }

  /** The app is told what has another value. */
  #tell(name) {
    const { app, id } = this.#visit ?? {};
    if (app && !trapped) app.changed(id, name);
  }

  async #open(visit) {
    if (typeof WebAssembly !== "object") {
      this.#container.replaceChildren(makeNoticePage(this, "unfit"));
      return;
    }
    const loading = loadApp();
    const credentials = this.#startCredentials(visit);
    const early = this.#startEarly(credentials);
    const app = await loading;
    if (this.#visit !== visit) return;
    if (trapped) throw new Error("the app has stopped on this page");
    this.#container.replaceChildren();
    visits.add(visit);
    let first = credentials;
    visit.id = app.mount(this, this.#container, {
      catalogue: loadCatalogue,
      regions: loadRegions,
      labels: (language) => this.#labels[language] && JSON.stringify(this.#labels[language]),
      credentials: () => {
        const answer = first ?? this.#ask();
        first = undefined;
        return answer;
      },
      early: early.take(),
    });
    visit.app = app;
  }

  #makeRoot() {
    const container = make("div", { class: "carnet" });
    // Read once: a shadow root cannot be taken off again.
    const isOpen = this.getAttribute("shadow")?.trim() !== "none";
    const sheet = isOpen ? ASSETS.style : ASSETS.lightDomStyle;
    const style = make("link", { rel: "stylesheet", href: sheet.url, integrity: sheet.integrity });
    if (new URL(style.href).origin !== location.origin) style.crossOrigin = "anonymous";
    container.hidden = true; // A frame without its style has no measures.
    style.onload = style.onerror = () => {
      container.hidden = false;
      // A task begun in the frame's callback comes after it is painted.
      requestAnimationFrame(() => setTimeout(() => performance.mark("carnet-frame")));
    };
    (isOpen ? this.attachShadow({ mode: "open" }) : this).append(style, container);
    return container;
  }

  async #ask() {
    await this.#given;
    return this.#credentials();
  }

  #startCredentials(visit) {
    const credentials = this.#ask();
    credentials.catch(() => {}); // The app is told when it asks.
    setTimeout(() => {
      if (this.#visit === visit && typeof this.#credentials !== "function") {
        console.error(`<${NAME}> waits for its credentials: element.credentials = async () => ({ token, apiKey })`);
      }
    }, 5000);
    return credentials;
  }

  /**
   * Begins what the app is going to ask for first, while its code is still on the way. Only a hint: the app uses the
   * answer if its own request is the same to the letter, and makes its own where it is not.
   */
  #startEarly(credentials) {
    const attribute = (name) => this.getAttribute(name)?.trim();
    const locale = expectedLocale(this);
    const catalogue = locale && catalogueFor(locale);
    if (catalogue) loadCatalogue(catalogue).catch(() => {});

    let early = null;
    let taken = false;
    const [base, customer] = [attribute("base-url"), attribute("customer-id")];
    const vendor = attribute("vendor");
    const read = Object.hasOwn(READS, vendor) && READS[vendor];
    if (read && ["profile", "", undefined].includes(attribute("view")) && base && customer && locale && isTaken(this)) {
      credentials
        .then((given) => {
          if (taken) return; // The app is here and asks by itself.
          const [path, own] = read(segment(customer), locale, given, this) || [];
          if (!path) return;
          const url = new URL(base.replace(/\/+$/, "") + path, document.baseURI).href;
          const headers = { accept: "application/json", authorization: `Bearer ${given.token}`, ...own };
          // As long as the app waits for a read (src/wire.rs).
          const signal = AbortSignal.timeout(20_000);
          const response = fetch(url, { headers, cache: "no-store", credentials: "omit", signal });
          response.catch(() => {}); // The app tries again.
          early = { url, headers, response };
        })
        .catch(() => {});
    }
    return {
      take() {
        taken = true;
        return early;
      },
    };
  }

  /** Leaves everything on screen, and nothing that could be sent. */
  #stop() {
    const halt = (event) => {
      const target = event.type === "submit" || event.target.closest?.(".c-primary");
      if (!target) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const type of ["submit", "click"]) this.#container.addEventListener(type, halt, true);
    for (const button of this.#container.querySelectorAll(".c-primary")) button.disabled = true;
    this.#container.prepend(makeNotice(this, "broken"));
  }
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CarnetProfile);
