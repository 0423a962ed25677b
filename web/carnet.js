// The loader: defines <carnet-profile>, renders a skeleton, and starts the app in it. Nothing is fetched and nothing
// runs until an element is connected. The WebAssembly module is then compiled once for all elements of the page.

import { APP, CrashedError, crash, isOutdated, loadApp, loadChunk, loadChunksSoon, running } from "./loader/app.js";
import { hiddenFunctions, missingFeatures } from "./loader/baseline.js";
import { ASSETS, CONTRACT } from "./loader/build.js";
import { make } from "./loader/dom.js";
import { AlteredError, OutdatedError, loadCatalogue, loadRegions, loadSheet } from "./loader/files.js";
import { READS, encodeSegment, hasValidAttributes, queryString } from "./loader/first_read.js";
import { catalogueFor, expectedLocale } from "./loader/locale.js";
import { enteredText, makeBanner, makeCopyButton, makeErrorPage, makeSkeletonPage } from "./loader/page.js";
import { TIMEOUT, abortAfter, afterPaint, wait, whenIdle } from "./loader/time.js";
import { followTranslation } from "./loader/translation.js";
import { checkLabels, upgradeProperties } from "./properties.js";

const NAME = "carnet-profile";

// The chunks of the app that the customers of a vendor are about to need once they see their profile.
const PREFETCH = { clubmed: ["edit", "conflict"] };

// How long the app waits for a preview to be painted, in milliseconds.
const PREVIEW_TIMEOUT = 500;

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
      isOutdated,
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
