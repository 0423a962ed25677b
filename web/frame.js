// <carnet-frame>: <carnet-profile> in an iframe of another origin. It exchanges messages with the page in the frame
// (embed.js) over a MessageChannel. Its attributes, properties, methods and events are those of <carnet-profile>.

import { checkLabels, upgradeProperties } from "./properties.js";

const CONTRACT = {}; // filled in by the bundler
// By language: the words for a page that does not load.
const FAILED = {}; // filled in by the bundler

const NAME = "carnet-frame";
const VERSION = 1; // Of the messages (docs/iframe.md).
const MAX_HEIGHT = 100_000; // In pixels. No page of Carnet is nearly as tall.
const TICK = 1000; // In milliseconds. The page in the frame sends "asking" as often (embed.js).
const MAX_SILENT_TICKS = 5;
const LOAD_TIMEOUT = 20_000; // In milliseconds: how long the page in the frame may take to say "hello".
const MAX_WAITING = 20; // Requests for credentials that wait at the same time. The page in the frame sends one.

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

function makeNote(text) {
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = text;
  return note;
}

let lastId = 0;
const nextId = () => (lastId += 1);

/** A call of `canLeave()` that waits for the page in the frame. */
class Question {
  #silentTicks = 0;
  #timer;

  constructor(onTimeout) {
    this.promise = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    // Ticks are counted, and time is not measured: in a hidden tab browsers slow down the timers of both pages alike.
    this.#timer = setInterval(() => {
      this.#silentTicks += 1;
      if (this.#silentTicks >= MAX_SILENT_TICKS) onTimeout();
    }, TICK);
  }

  /** The page in the frame is still there: the customer is being asked. */
  keepWaiting() {
    this.#silentTicks = 0;
  }

  settle(mayLeave) {
    clearInterval(this.#timer);
    this.resolve(mayLeave);
  }

  fail(error) {
    clearInterval(this.#timer);
    this.reject(error);
  }
}

// In server-side rendering there is no HTMLElement: the import must work, and has no effect.
export class CarnetFrame extends (globalThis.HTMLElement ?? Object) {
  static contract = CONTRACT.version;
  static observedAttributes = ["src", ...CONTRACT.attributes];

  #frame;
  #origin; // Of the page in the frame.
  #port; // While the page in the frame is loaded and has been sent "start".
  #credentials;
  #labels = {};
  #resolveHasCredentials;
  #hasCredentials = new Promise((resolve) => (this.#resolveHasCredentials = resolve)); // Once `credentials` is set.
  #pendingCredentials; // While the host is asked: the promise of its answer.
  #waiting = 0; // The number of requests for credentials that wait.
  #loadTimer;
  #note; // The words in place of a page that does not load.
  #isDirty = false;
  #questions = new Map(); // By ID.
  #darkScheme = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    super();
    upgradeProperties(this);
    // As in <carnet-profile>: a host that cannot wait for a promise is stopped, and notified if the customer agrees.
    this.addEventListener("carnet-leave", (event) => {
      if (!this.#isDirty || !this.#port) return;
      event.preventDefault();
      this.canLeave().then(
        (mayLeave) => mayLeave && this.#emit("carnet-exit", {}),
        (error) => console.error(error),
      );
    });
  }

  get credentials() {
    return this.#credentials;
  }

  set credentials(value) {
    this.#credentials = value;
    if (typeof value === "function") this.#resolveHasCredentials();
  }

  get labels() {
    return this.#labels;
  }

  set labels(value) {
    const labels = checkLabels(NAME, value);
    this.#labels = labels;
    this.#port?.postMessage({ type: "labels", labels });
  }

  /** Resolves whether the host's page may be left. Rejects with a TimeoutError if the page in the frame does not
   *  respond: it may have unsaved input, so neither answer would be honest. */
  canLeave() {
    if (!this.#port) return Promise.resolve(true);
    const id = nextId();
    const question = new Question(() => {
      this.#questions.delete(id);
      question.fail(new DOMException(`<${NAME}>: the page in the frame does not respond`, "TimeoutError"));
    });
    this.#questions.set(id, question);
    this.#port.postMessage({ type: "can-leave", id });
    return question.promise;
  }

  focus(options) {
    this.#frame?.focus(options);
    this.#port?.postMessage({ type: "focus" });
  }

  connectedCallback() {
    addEventListener("message", this.#onWindowMessage);
    this.#darkScheme.addEventListener("change", this.#sendScheme);
    if (!this.#frame) this.#createFrame();
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#onWindowMessage);
    this.#darkScheme.removeEventListener("change", this.#sendScheme);
    this.#close();
  }

  attributeChangedCallback(name, before, after) {
    // Setting the same locale again is a change too: the customer may have chosen another one since.
    if ((before === after && name !== "locale") || !this.isConnected || !this.#frame) return;
    if (name === "src") this.#load();
    else this.#port?.postMessage({ type: "attribute", name, value: after });
  }

  #createFrame() {
    this.attachShadow({ mode: "open" });
    const frame = document.createElement("iframe");
    // Scripts, forms, storage for the choice of language, `beforeunload` dialogs, and the link to the host's support,
    // which opens in the whole window when it is pressed. Nothing else.
    frame.sandbox =
      "allow-scripts allow-forms allow-same-origin allow-modals allow-top-navigation-by-user-activation";
    frame.referrerPolicy = "no-referrer";
    frame.title = this.title || "Profile";
    // One by one, because the host's Content Security Policy may forbid a style attribute.
    for (const [property, value] of Object.entries({
      display: "block",
      "inline-size": "100%",
      "block-size": "480px",
      border: "0",
      // The computed colour shows the colour scheme of the host's page; its transition shows when the scheme changes.
      color: "light-dark(#fff, #000)",
      transition: "color 1ms",
    })) {
      frame.style.setProperty(property, value);
    }
    frame.addEventListener("transitionend", this.#sendScheme);
    this.#frame = frame;
  }

  /** Loads the page that `src` names. */
  #load() {
    this.#close();
    let address;
    try {
      address = new URL(this.getAttribute("src"), document.baseURI);
    } catch {
      // Reported below.
    }
    if (!this.getAttribute("src") || !/^https?:$/.test(address?.protocol)) {
      const error = `<${NAME}> cannot start: src must be the address of embed.html`;
      console.error(error);
      this.shadowRoot.replaceChildren(makeNote(error));
      return;
    }
    this.#loadTimer = setTimeout(() => this.#reportSilence(address.href), LOAD_TIMEOUT);
    this.#origin = address.origin;
    // The only origin that the page in the frame accepts messages from. The address contains nothing else.
    address.searchParams.set("host", location.origin);
    this.#frame.src = address.href;
    this.shadowRoot.replaceChildren(this.#frame);
  }

  /** Shows that the page in the frame does not load: it is missing, its server is down, or it refuses to be embedded. The
   *  frame stays, and takes its place again if it loads after all. */
  #reportSilence(url) {
    console.error(`<${NAME}>: ${url} does not load as Carnet's page: is it there, and may this page embed it?`);
    const wishes = [this.getAttribute("locale")?.trim(), ...(navigator.languages ?? [])].filter(Boolean);
    const languages = wishes.flatMap((tag) => [/^zh-(hant|tw|hk|mo)/i.test(tag) ? "zh-Hant" : tag.split("-")[0], tag]);
    const language = languages.map((tag) => (tag === "zh" ? "zh-Hans" : tag)).find((tag) => FAILED[tag]) ?? "en";
    this.#note = makeNote(FAILED[language]);
    this.#note.lang = language;
    this.#frame.style.setProperty("display", "none");
    this.shadowRoot.append(this.#note);
    this.#emit("carnet-failure", { kind: "stopped" });
  }

  #close() {
    clearTimeout(this.#loadTimer);
    this.#port?.close();
    this.#port = undefined;
    this.#isDirty = false;
    // The unsaved input is gone with the page it was typed in.
    for (const question of this.#questions.values()) question.settle(true);
    this.#questions.clear();
  }

  /** Responds to "hello", which a page sends when it is loaded in the frame. All other messages use the channel. */
  #onWindowMessage = ({ data, origin, source }) => {
    if (!this.#frame?.contentWindow || source !== this.#frame.contentWindow || origin !== this.#origin) return;
    if (data?.type !== "hello") return;
    if (data.carnet !== VERSION) {
      console.error(`<${NAME}>: the page in the frame sends messages of version ${data.carnet}, not ${VERSION}`);
      return;
    }
    this.#close();
    this.#note?.remove();
    this.#frame.style.setProperty("display", "block");
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: message }) => this.#onFrameMessage(message);
    this.#port = port1;
    source.postMessage({ carnet: VERSION, type: "start", ...this.#initialValues() }, origin, [port2]);
  };

  #initialValues() {
    const attributes = {};
    for (const name of CONTRACT.attributes) {
      if (this.hasAttribute(name)) attributes[name] = this.getAttribute(name);
    }
    const [computed, style] = [getComputedStyle(this), {}];
    for (const name of CONTRACT.properties) {
      const value = computed.getPropertyValue(name).trim();
      if (value) style[name] = value;
    }
    return { attributes, labels: this.#labels, style, scheme: this.#currentScheme() };
  }

  #currentScheme() {
    return getComputedStyle(this.#frame).color === "rgb(0, 0, 0)" ? "dark" : "light";
  }

  #sendScheme = () => this.#port?.postMessage({ type: "scheme", scheme: this.#currentScheme() });

  /** Handles a message of the page in the frame. Unknown and malformed messages are ignored. */
  #onFrameMessage(message) {
    switch (message?.type) {
      case "credentials":
        if (isNumber(message.id)) this.#sendCredentials(message.id, this.#port);
        break;
      case "event":
        if (CONTRACT.events.includes(message.name) && message.detail !== null && typeof message.detail === "object") {
          this.#forwardEvent(message.name, message.detail);
        }
        break;
      case "height":
        if (isNumber(message.pixels) && message.pixels > 0) {
          this.#frame.style.blockSize = `${Math.min(Math.ceil(message.pixels), MAX_HEIGHT)}px`;
        }
        break;
      case "asking":
        this.#questions.get(message.id)?.keepWaiting();
        break;
      case "may-leave":
        this.#questions.get(message.id)?.settle(message.may === true);
        this.#questions.delete(message.id);
        break;
    }
  }

  /** Asks the host for credentials: once for all requests that wait at the same time. */
  async #sendCredentials(id, port) {
    if (this.#waiting >= MAX_WAITING) {
      console.error(`<${NAME}>: the page in the frame requests credentials again and again; a request is ignored.`);
      return;
    }
    this.#waiting += 1;
    this.#pendingCredentials ??= this.#hasCredentials.then(() => this.#credentials());
    const pending = this.#pendingCredentials;
    // A host that never answers is asked again by the next request.
    setTimeout(() => this.#pendingCredentials === pending && (this.#pendingCredentials = undefined), LOAD_TIMEOUT);
    try {
      const { token, apiKey } = await pending;
      port.postMessage({ type: "credentials", id, token, apiKey });
    } catch (error) {
      console.error(`<${NAME}>: \`credentials\` failed.`, error);
      port.postMessage({ type: "credentials", id, failed: true });
    }
    this.#waiting -= 1;
    if (this.#pendingCredentials === pending) this.#pendingCredentials = undefined;
  }

  #forwardEvent(name, detail) {
    if (name === "carnet-dirtychange") this.#isDirty = detail.dirty === true;
    if (name === "carnet-titlechange" && typeof detail.title === "string") this.#frame.title = detail.title;
    this.#emit(name, detail);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CarnetFrame);
