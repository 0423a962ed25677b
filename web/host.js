// The first host of <carnet-profile>: a page to sign in to the sandbox with, as any host has one of its own. It uses
// nothing of the app but the element's attributes, its `credentials` property and its events.

const WORDS = {}; // filled in by the bundler

const main = document.getElementById("main");
const session = document.getElementById("session");

// The vendors, and what the element of each is asked to show. `?vendor=capillary&source=WECHAT` says otherwise.
const VENDORS = {
  clubmed: { name: "Club Med", attributes: {} },
  capillary: {
    name: "Capillary",
    attributes: {
      source: "ALL",
      "account-id": "",
      embed:
        "points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,expiredPoints,customerImage,returnedPoints,associatedImages,segments",
      "included-all-user-group2": "true",
      "user-group2-id": "",
      "included-user-group2-loyalty-details": "true",
      "included-fraud-details": "true",
      "included-only-current-profile": "false",
      "ug2-joined-start-date": "",
      "ug2-joined-end-date": "",
      "ug2-offset": "0",
      "ug2-limit": "20",
      "ug2-sort-by": "JoinedDate",
      "ug2-sort-order": "DESC",
      "ug2-pagination-details": "true",
      "gap-to-upgrade": "0",
      "gap-to-renew": "0",
    },
  },
  imprint: { name: "Imprint", attributes: {} },
};

const asked = new URLSearchParams(location.search);
const vendor = Object.hasOwn(VENDORS, asked.get("vendor")) ? asked.get("vendor") : "clubmed";

let locale = firstLocale();
let customer; // The id signed in as; null while one is created, undefined while nobody is.
let begun = false;

/** The tag there are words of this locale under: that of the language, and of Chinese in its script. */
function language(locale) {
  const [own, ...rest] = locale.toLowerCase().split("-");
  const isTraditional = ["hant", "tw", "hk", "mo"].some((subtag) => rest.includes(subtag));
  const tag = own === "zh" ? (isTraditional ? "zh-Hant" : "zh-Hans") : own;
  return Object.hasOwn(WORDS, tag) ? tag : undefined;
}

const words = () => WORDS[language(locale)] ?? WORDS.en;

/** What was chosen in the app the last time, else what the browser asks for. */
function firstLocale() {
  let kept;
  try {
    kept = localStorage.getItem("carnet.locale");
  } catch {
    // Storage is blocked.
  }
  return [kept, ...navigator.languages].find((tag) => tag && language(tag)) ?? "en";
}

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function makeButton(kind, text, onClick) {
  const button = make("button", { type: "button", class: kind }, text);
  button.addEventListener("click", onClick);
  return button;
}

async function fetchJson(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// --- Where we are: the first part of the fragment; the rest is the app's -------------------------------------------

/** An id, null for creating, undefined for the sign-in page. */
function customerOf(fragment) {
  if (fragment === "#/create") return null;
  const id = /^#\/customers\/([^/]+)/.exec(fragment)?.[1];
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined; // A broken percent sign.
  }
}

let wanted; // The fragment that led away from the element, while that asks whether it may be left.

function follow(event) {
  const next = customerOf(location.hash);
  if (begun && next === customer) return;
  // Something may be typed there: then the element asks, and says when it may be left.
  const leave = new Event("carnet-leave", { cancelable: true });
  if (!(main.querySelector("carnet-profile")?.dispatchEvent(leave) ?? true)) {
    wanted = location.hash;
    history.pushState(null, "", new URL(event.oldURL).hash);
    return;
  }
  begun = true;
  customer = next;
  if (customer === undefined) showCustomers();
  else showElement();
  sayAround();
  // The element says later what its page is called.
  const { creating, profile, choose } = words();
  document.title = `${customer === undefined ? choose : customer === null ? creating : profile} – Carnet`;
}

// --- What is around the element -----------------------------------------------------------------------------------

/** The header and the language of the page. */
function sayAround() {
  const { creating, customer: label, signOut } = words();
  const spoken = language(locale);
  document.documentElement.lang = spoken ? locale : "en";
  document.documentElement.dir = ["ar", "he"].includes(spoken) ? "rtl" : "ltr";
  if (customer === undefined) return session.replaceChildren();
  const who = make("p", { class: "h-who" });
  if (customer === null) who.append(creating);
  else who.append(make("span", { class: "h-kind" }, `${label} `), make("bdi", {}, customer));
  session.replaceChildren(who, make("a", { class: "h-button", href: "#/" }, signOut));
}

function showElement() {
  const attributes = Object.entries(VENDORS[vendor].attributes);
  const element = make("carnet-profile", {
    vendor,
    "base-url": `/${vendor}`,
    ...Object.fromEntries(
      attributes.map(([name, usual]) => [name, asked.get(name) ?? usual]).filter(([, value]) => value),
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
    // The element goes on to the new profile by itself, with the session it has.
    id = customer = detail.customerId;
    sayAround();
  });
  element.addEventListener("carnet-exit", () => (location.hash = wanted));
  element.addEventListener("carnet-titlechange", ({ detail }) => {
    document.title = `${detail.title} – Carnet`;
  });
  // What the element speaks, whoever chose it, the page around it speaks.
  new MutationObserver(() => {
    if (!element.lang) return;
    locale = element.lang;
    sayAround();
  }).observe(element, { attributeFilter: ["lang"] });
  main.replaceChildren(element);
}

// --- Signing in ---------------------------------------------------------------------------------------------------

async function showCustomers() {
  const { choose, intro, vendors, people, failures, failuresIntro, create, loading, absent, retry } = words();
  const list = make("div", {}, make("p", { class: "h-sentence", role: "status" }, loading));
  const page = make(
    "div",
    { class: "h-page" },
    make("nav", { "aria-label": vendors }, make("ul", { class: "h-vendors" }, ...Object.keys(VENDORS).map(vendorLink))),
    make("h1", {}, choose),
    make("p", { class: "h-sentence" }, intro[vendor] ?? intro.other),
    ...(vendor === "clubmed" ? [make("p", {}, make("a", { class: "h-button h-first", href: "#/create" }, create))] : []),
    list,
  );
  main.replaceChildren(page);
  try {
    const { customers } = await fetchJson(`/sandbox/customers?vendor=${vendor}`);
    const fine = customers.filter((entry) => !entry.sentinel);
    const failing = customers.filter((entry) => entry.sentinel);
    list.replaceChildren(
      make("h2", {}, people),
      make("ul", { class: "h-customers" }, ...fine.map(customerCard)),
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
  return make("li", {}, make("a", { class: "h-vendor", href: `?vendor=${name}`, ...current }, VENDORS[name].name));
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
      make("span", { class: "h-about", lang: "en" }, about ?? ""),
    ),
  );
}

addEventListener("hashchange", (event) => {
  const before = customer;
  follow(event);
  if (before === customer) return;
  // What had the focus is gone with the page it stood on.
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
follow();
