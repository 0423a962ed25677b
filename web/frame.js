// <carnet-frame>: <carnet-profile> behind a wall. Draws a frame of another origin and speaks with the page in it (embed.js)
// over a channel that nobody else holds. Attributes, properties, methods and events are the element's own.

const CONTRACT = {}; // filled in by the bundler

const NAME = "carnet-frame";
const VERSION = 1; // Of the messages: docs/iframe.md.
const TALLEST = 100_000; // Pixels. No page of ours comes near.

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

// Where there is no browser, on a server that draws pages, it is imported and does nothing.
export class CarnetFrame extends (globalThis.HTMLElement ?? Object) {
  static contract = 1;
  static observedAttributes = ["src", ...CONTRACT.attributes];

  #frame;
  #origin; // Of the page in the frame.
  #port; // While that page is there and has been answered.
  #credentials;
  #labels = {};
  #give;
  #given = new Promise((resolve) => (this.#give = resolve));
  #isDirty = false;
  #asked = new Map(); // Who waits for an answer of the customer's, by number.
  #scheme = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    super();
    // Set on the element before it was defined, a property would hide its accessor.
    for (const name of ["credentials", "labels"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    // As the element does: who cannot wait for an answer is stopped, and told when the customer agrees.
    this.addEventListener("carnet-leave", (event) => {
      if (!this.#isDirty || !this.#port) return;
      event.preventDefault();
      this.canLeave().then((may) => may && this.#tell("carnet-exit", {}));
    });
  }

  get credentials() {
    return this.#credentials;
  }

  set credentials(value) {
    this.#credentials = value;
    if (typeof value === "function") this.#give();
  }

  get labels() {
    return this.#labels;
  }

  set labels(value) {
    this.#labels = value ?? {};
    this.#port?.postMessage({ type: "labels", labels: this.#labels });
  }

  canLeave() {
    if (!this.#port) return Promise.resolve(true);
    const id = nextId();
    this.#port.postMessage({ type: "can-leave", id });
    return new Promise((resolve) => this.#asked.set(id, resolve));
  }

  focus(options) {
    this.#frame?.focus(options);
    this.#port?.postMessage({ type: "focus" });
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#scheme.addEventListener("change", this.#sayScheme);
    if (!this.#frame) this.#draw();
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#scheme.removeEventListener("change", this.#sayScheme);
    this.#close();
  }

  attributeChangedCallback(name, before, after) {
    // The customer may have chosen another locale since: the host wants its own again.
    if ((before === after && name !== "locale") || !this.isConnected || !this.#frame) return;
    if (name === "src") this.#load();
    else this.#port?.postMessage({ type: "attribute", name, value: after });
  }

  #draw() {
    this.attachShadow({ mode: "open" });
    const frame = document.createElement("iframe");
    // It may run scripts, be typed into, keep the choice of language, and ask before the tab is closed. Nothing else.
    frame.sandbox = "allow-scripts allow-forms allow-same-origin allow-modals";
    frame.referrerPolicy = "no-referrer";
    frame.title = this.title || "Profile";
    // Set one by one: a page's policy may forbid an attribute.
    for (const [property, value] of Object.entries({
      display: "block",
      "inline-size": "100%",
      "block-size": "480px",
      border: "0",
      // Tells by its colour which scheme the page is in, and when that changes.
      color: "light-dark(#fff, #000)",
      transition: "color 1ms",
    })) {
      frame.style.setProperty(property, value);
    }
    frame.addEventListener("transitionend", this.#sayScheme);
    this.#frame = frame;
  }

  /** Begins with the page that `src` names. */
  #load() {
    this.#close();
    let address;
    try {
      address = new URL(this.getAttribute("src"), document.baseURI);
    } catch {
      // Said below.
    }
    if (!this.getAttribute("src") || !/^https?:$/.test(address?.protocol)) {
      const error = `<${NAME}> cannot start: src must be the address of embed.html`;
      console.error(error);
      const note = document.createElement("p");
      note.role = "alert";
      note.textContent = error;
      this.shadowRoot.replaceChildren(note);
      return;
    }
    this.#origin = address.origin;
    // Whom the page in the frame is to listen to. That is all that is in its address.
    address.searchParams.set("host", location.origin);
    this.#frame.src = address.href;
    this.shadowRoot.replaceChildren(this.#frame);
  }

  #close() {
    this.#port?.close();
    this.#port = undefined;
    this.#isDirty = false;
    // What was typed is gone with the page it was typed in.
    for (const resolve of this.#asked.values()) resolve(true);
    this.#asked.clear();
  }

  /** A page that has just come into the frame says hello; all else goes over the channel it is given then. */
  #hear = ({ data, origin, source }) => {
    if (!this.#frame?.contentWindow || source !== this.#frame.contentWindow || origin !== this.#origin) return;
    if (data?.type !== "hello") return;
    if (data.carnet !== VERSION) {
      console.error(`<${NAME}>: the page in the frame speaks version ${data.carnet} of the messages, and this is ${VERSION}`);
      return;
    }
    this.#close();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: message }) => this.#heed(message);
    this.#port = port1;
    source.postMessage({ carnet: VERSION, type: "start", ...this.#setting() }, origin, [port2]);
  };

  #setting() {
    const attributes = {};
    for (const name of CONTRACT.attributes) {
      if (this.hasAttribute(name)) attributes[name] = this.getAttribute(name);
    }
    const [look, style] = [getComputedStyle(this), {}];
    for (const name of CONTRACT.properties) {
      const value = look.getPropertyValue(name).trim();
      if (value) style[name] = value;
    }
    return { attributes, labels: this.#labels, style, scheme: this.#schemeNow() };
  }

  #schemeNow() {
    return getComputedStyle(this.#frame).color === "rgb(0, 0, 0)" ? "dark" : "light";
  }

  #sayScheme = () => this.#port?.postMessage({ type: "scheme", scheme: this.#schemeNow() });

  /** What the page in the frame says. Anything else is none of ours. */
  #heed(message) {
    switch (message?.type) {
      case "credentials":
        if (isNumber(message.id)) this.#answer(message.id, this.#port);
        break;
      case "event":
        if (CONTRACT.events.includes(message.name) && message.detail !== null && typeof message.detail === "object") {
          this.#note(message.name, message.detail);
        }
        break;
      case "height":
        if (isNumber(message.pixels) && message.pixels > 0) {
          this.#frame.style.blockSize = `${Math.min(Math.ceil(message.pixels), TALLEST)}px`;
        }
        break;
      case "may-leave":
        this.#asked.get(message.id)?.(message.may === true);
        this.#asked.delete(message.id);
        break;
    }
  }

  async #answer(id, port) {
    try {
      await this.#given;
      const { token, apiKey } = await this.#credentials();
      port.postMessage({ type: "credentials", id, token, apiKey });
    } catch (error) {
      console.error(`<${NAME}>: the credentials could not be had.`, error);
      port.postMessage({ type: "credentials", id, failed: true });
    }
  }

  #note(name, detail) {
    if (name === "carnet-dirtychange") this.#isDirty = detail.dirty === true;
    if (name === "carnet-titlechange" && typeof detail.title === "string") this.#frame.title = detail.title;
    this.#tell(name, detail);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

let lastId = 0;
const nextId = () => (lastId += 1);

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, CarnetFrame);
