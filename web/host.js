// The demonstration host of <carnet-profile>: a page to sign in to the sandbox. It uses only the element's attributes,
// its `credentials` property and its events.

import { directionOf, initialLocale, languageOf } from "./page_language.js";

const WORDS = {}; // filled in by the bundler
// The vendors, each with attributes of the element, the locales on offer, and the scripts that run from right to left
// (web/contract.json).
const CONTRACT = {}; // filled in by the bundler

const main = document.getElementById("main");
const session = document.getElementById("session");

const query = new URLSearchParams(location.search);
const vendor = Object.hasOwn(CONTRACT.vendors, query.get("vendor")) ? query.get("vendor") : "clubmed";

let locale = initialLocale((tag) => languageOf(WORDS, tag)) ?? "en";
let customer; // The ID of the signed-in customer; null during a creation, undefined on the sign-in page.
let hasStarted = false;

const texts = () => WORDS[languageOf(WORDS, locale)] ?? WORDS.en;

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function makeButton(className, text, onClick) {
  const button = make("button", { type: "button", class: className }, text);
  button.addEventListener("click", onClick);
  return button;
}

async function fetchJson(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// --- Routing: the first part of the fragment is the host's, the rest is the app's ---------------------------------

/** Returns the customer of a fragment: an ID, null for a creation, undefined for the sign-in page. */
function customerOf(fragment) {
  if (fragment === "#/create") return null;
  const id = /^#\/customers\/([^/]+)/.exec(fragment)?.[1];
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined; // A broken percent sign.
  }
}

let pendingFragment; // The destination, while the element asks the customer whether it may be left.

function navigate(event) {
  const next = customerOf(location.hash);
  if (hasStarted && next === customer) return;
  // With unsaved input the element cancels the event, asks the customer, and emits `carnet-exit` if they agree.
  const leave = new Event("carnet-leave", { cancelable: true });
  if (!(main.querySelector("carnet-profile")?.dispatchEvent(leave) ?? true)) {
    pendingFragment = location.hash;
    history.pushState(null, "", new URL(event.oldURL).hash);
    return;
  }
  hasStarted = true;
  customer = next;
  if (customer === undefined) showCustomers();
  else showElement();
  renderHeader();
  setTitle();
}

/** Sets the title of the page. The element emits that of its page later. */
function setTitle() {
  const { creating, profile, choose } = texts();
  document.title = `${customer === undefined ? choose : customer === null ? creating : profile} – Carnet`;
}

// --- The element and the page around it ---------------------------------------------------------------------------

/** Renders the header, and sets the language and the direction of the page. */
function renderHeader() {
  const { creating, signOut } = texts();
  const language = languageOf(WORDS, locale);
  document.documentElement.lang = language ? locale : "en";
  document.documentElement.dir = directionOf(language ?? "en", CONTRACT.rightToLeftScripts);
  // The element has a selector of its own.
  if (customer === undefined) return session.replaceChildren(makeLanguageSelect());
  // The element shows the customer's name. The ID would tell them nothing.
  const who = customer === null ? [make("p", { class: "h-who" }, creating)] : [];
  session.replaceChildren(...who, make("a", { class: "h-button", href: "#/" }, signOut));
}

/** Returns the selector of the language. The choice is stored as the element stores it, and holds there too. */
function makeLanguageSelect() {
  const name = (tag) => new Intl.DisplayNames(tag, { type: "language" });
  const option = (tag) => {
    // For Chinese the script says more than the region.
    const full = tag.startsWith("zh") ? `${new Intl.Locale(tag).maximize()}` : tag;
    return make("option", { value: tag, lang: tag }, name(tag).of(full));
  };
  const select = make("select", { "aria-label": texts().language }, ...CONTRACT.locales.map(option));
  const isSame = (tag) => languageOf(WORDS, tag) === languageOf(WORDS, locale);
  select.value = CONTRACT.locales.includes(locale) ? locale : CONTRACT.locales.find(isSame);
  select.addEventListener("change", () => {
    locale = select.value;
    try {
      localStorage.setItem("carnet.locale", locale);
    } catch {
      // Storage is blocked.
    }
    showCustomers();
    renderHeader();
    setTitle();
    session.querySelector("select").focus();
  });
  return make("span", { class: "h-language" }, select);
}

function showElement() {
  // The page's query overrides them: `?vendor=capillary&source=WECHAT`.
  const attributes = Object.entries(CONTRACT.vendors[vendor].attributes);
  const element = make("carnet-profile", {
    vendor,
    "base-url": `/${vendor}`,
    ...Object.fromEntries(
      attributes.map(([name, preset]) => [name, query.get(name) ?? preset]).filter(([, value]) => value),
    ),
    routing: "fragment",
    ...(customer === null ? { view: "create" } : { "customer-id": customer }),
  });
  let id = customer;
  element.credentials = async () => {
    const { token, api_key: apiKey } = await fetchJson("/sandbox/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ vendor, customer_id: id ?? undefined }),
    });
    return { token, apiKey };
  };
  element.addEventListener("carnet-created", ({ detail }) => {
    // The element opens the new profile by itself, with the same session.
    id = customer = detail.customerId;
    renderHeader();
  });
  element.addEventListener("carnet-exit", () => (location.hash = pendingFragment ?? "#/"));
  element.addEventListener("carnet-titlechange", ({ detail }) => {
    document.title = `${detail.title} – Carnet`;
  });
  // The page follows the language of the element, whoever chose it.
  new MutationObserver(() => {
    if (!element.lang) return;
    locale = element.lang;
    renderHeader();
  }).observe(element, { attributeFilter: ["lang"] });
  main.replaceChildren(element);
}

// --- Signing in ---------------------------------------------------------------------------------------------------

async function showCustomers() {
  const { choose, intro, vendors, people, failures, failuresIntro, create, loading, absent, retry } = texts();
  const list = make("div", {}, make("p", { class: "h-sentence", role: "status" }, loading));
  const page = make(
    "div",
    { class: "h-page" },
    make(
      "nav",
      { "aria-label": vendors },
      make("ul", { class: "h-vendors" }, ...Object.keys(CONTRACT.vendors).map(vendorLink)),
    ),
    make("h1", {}, choose),
    make("p", { class: "h-sentence" }, intro[vendor] ?? intro.other),
    ...(vendor === "clubmed"
      ? [make("p", {}, make("a", { class: "h-button h-first", href: "#/create" }, create))]
      : []),
    list,
  );
  main.replaceChildren(page);
  try {
    const { customers } = await fetchJson(`/sandbox/customers?vendor=${vendor}`);
    const working = customers.filter((entry) => !entry.sentinel);
    const failing = customers.filter((entry) => entry.sentinel);
    list.replaceChildren(
      make("h2", {}, people),
      make("ul", { class: "h-customers" }, ...working.map(customerCard)),
      make("h2", {}, failures),
      make("p", { class: "h-sentence" }, failuresIntro),
      make("ul", { class: "h-customers" }, ...failing.map(customerCard)),
    );
  } catch (error) {
    console.error(error);
    list.replaceChildren(
      make("p", { class: "h-sentence", role: "alert" }, absent),
      makeButton("h-button", retry, showCustomers),
    );
  }
}

function vendorLink(name) {
  const current = name === vendor ? { "aria-current": "page" } : {};
  const { title } = CONTRACT.vendors[name];
  return make("li", {}, make("a", { class: "h-vendor", href: `?vendor=${name}`, ...current }, title));
}

function customerCard({ customer_id: id, name, about }) {
  return make(
    "li",
    {},
    make(
      "a",
      { class: "h-card", href: `#/customers/${encodeURIComponent(id)}` },
      ...(name ? [make("bdi", { class: "h-name" }, name), " "] : []),
      make("bdi", { class: name ? "h-id" : "h-name" }, id),
      " ",
      make("span", { class: "h-about", lang: "en", dir: "ltr" }, about ?? ""),
    ),
  );
}

addEventListener("hashchange", (event) => {
  const before = customer;
  navigate(event);
  if (before === customer) return;
  // The focused element was removed with its page.
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
navigate();
