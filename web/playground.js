// The playground: the element under every switch, for developers. It uses nothing of the app but the element's contract,
// and of the sandbox its control routes. It keeps nothing: its state is its address.

// The vendors: whom one looks at first.
const VENDORS = { clubmed: "301000001", capillary: "17742", imprint: "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4" };

// What Capillary is asked for at first, in the order of its document, and from what to choose.
const FLAG = ["true", "false"];
const PARAMETERS = {
  source: ["ALL", ["INSTORE", "MARTJACK", "WECHAT", "LINE", "ALL"]],
  "account-id": [""],
  embed: [
    "points,subscriptions,mlp,userGroup,gapDetails,promotionalPoints,expirySchedules,expiredPoints,customerImage,returnedPoints,associatedImages,segments",
  ],
  "included-all-user-group2": ["true", FLAG],
  "user-group2-id": [""],
  "included-user-group2-loyalty-details": ["true", FLAG],
  "included-fraud-details": ["true", FLAG],
  "included-only-current-profile": ["false", FLAG],
  "ug2-joined-start-date": [""],
  "ug2-joined-end-date": [""],
  "ug2-offset": ["0"],
  "ug2-limit": ["20"],
  "ug2-sort-by": ["JoinedDate"],
  "ug2-sort-order": ["DESC", ["ASC", "DESC"]],
  "ug2-pagination-details": ["true", FLAG],
  "gap-to-upgrade": ["0"],
  "gap-to-renew": ["0"],
};

// What the element offers (src/i18n/mod.rs), and the two pseudo-locales (xtask/src/bundle/pseudo_locales.rs).
const LOCALES =
  "en-US en-GB fr-FR fr-BE fr-CA de-DE es-ES es-MX it-IT nl-NL pt-BR ja-JP ko-KR zh-CN zh-TW zh-HK tr-TR pl-PL ar-AE he-IL";
const PSEUDO = { "en-XA": "accented and longer", "ar-XB": "from right to left" };

// What the sandbox's faults do (sandbox/README.md).
const MEANS = {
  delay: "The call waits, one second unless said, and goes on.",
  unauthorized: "401, nothing done.",
  forbidden: "403, nothing done.",
  not_found: "404, nothing done.",
  too_many: "429 with Retry-After.",
  bad_request: "400 with the errors below.",
  server_error_html: "500 and a page of HTML.",
  cut_before: "The connection breaks before the work is done.",
  cut_after: "The connection breaks after the work is done.",
  malformed_json: "The work is done, the answer is no JSON.",
  empty_body: "The work is done, the answer is empty.",
  truncated_body: "The work is done, the answer breaks off.",
};

const EVENTS = "ready localechange titlechange created saved dirtychange exit failure".split(" ");

// Of a request's headers, those the app sets.
const HEADERS = ["accept", "accept-language", "language", "authorization", "x-api-key", "content-type", "if-match"];

// What the attributes are where they are not set.
const UNSAID = { theme: "auto", routing: "none", shadow: "open" };

const NEW = "new"; // In the place of an id: the customer is to be created.

const get = (id) => document.getElementById(id);
const switches = get("switches");
const order = get("order");

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const option = (value, text = value) => make("option", { value }, text);

/** Chooses a value; one that is not on the list joins it, so that the list never says another than is meant. */
function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.append(option(value));
  select.value = value;
}

/** A label and its control, which is a list where there is something to choose from. */
function makeField(id, name, text, value, choices) {
  const control = choices
    ? make("select", { class: "p-input", id, name }, ...choices.map((choice) => option(choice)))
    : make("input", { class: "p-input", id, name, value, spellcheck: "false" });
  if (choices) choose(control, value);
  return [make("label", { class: "p-label", for: id }, text), control];
}

// --- The sandbox --------------------------------------------------------------------------------------------------

const ABSENT = "The sandbox does not answer.";

async function ask(path, method = "GET", body) {
  const headers = body && { "content-type": "application/json" };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Error(ABSENT);
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const why = await response.json().then(({ error }) => error, () => "no reason given");
  throw new Error(`${path} answered ${response.status}: ${why}`);
}

/** What is wrong with the sandbox, or with what it was told. The same twice is said once. */
function notice(text) {
  if (get("notice").textContent !== text) get("notice").textContent = text;
}

/** Does something that may fail, and says so where it does. */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    notice(error.message);
  }
}

function onClick(id, work) {
  get(id).addEventListener("click", () => {
    notice("");
    attempt(work);
  });
}

// --- The switches, and the address --------------------------------------------------------------------------------

const read = () => Object.fromEntries(new FormData(switches));

let usual; // What the switches are at first, which need not stand in the address.

function setUp() {
  const names = new Intl.DisplayNames("en", { type: "language" });
  get("locale").append(
    ...LOCALES.split(" ").map((tag) => option(tag, `${tag} – ${names.of(tag)}`)),
    ...Object.entries(PSEUDO).map(([tag, text]) => option(tag, `${tag} – ${text}`)),
  );
  get("parameters").append(
    ...Object.entries(PARAMETERS).flatMap(([name, [value, choices]]) => makeField(name, name, name, value, choices)),
  );
  usual = read();

  const asked = new URLSearchParams(location.search);
  if (Object.hasOwn(VENDORS, asked.get("vendor"))) switches.elements.vendor.value = asked.get("vendor");
  choose(get("customer"), asked.get("customer") ?? VENDORS[read().vendor]);
  for (const control of switches.elements) {
    const value = asked.get(control.name);
    if (value === null || ["vendor", "customer"].includes(control.name)) continue;
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.localName === "select") choose(control, value);
    else control.value = value;
  }
  if (!read().width) switches.elements.width.value = usual.width;
}

/** Lets a link show the same. The fragment is the element's, while it wants one. */
function saveAddress() {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(read())) {
    if (["vendor", "customer"].includes(name) || value !== usual[name]) query.set(name, value);
  }
  const fragment = read().routing === "fragment" ? location.hash : "";
  history.replaceState(history.state, "", `?${query}${fragment}`);
}

// --- The element --------------------------------------------------------------------------------------------------

let element;
let given = {}; // Its attributes.
let created; // The customer it has created: it goes on to their profile with the attributes it has.

/** The element's attributes, as the switches are. */
function wanted() {
  const { vendor, customer, direction, scheme, width, ...others } = read();
  return {
    vendor,
    "base-url": `/${vendor}`,
    ...(customer === NEW ? { view: "create" } : { "customer-id": customer }),
    ...Object.fromEntries(Object.entries(others).filter(([name, value]) => value && value !== UNSAID[name])),
  };
}

/** Tells the element what has changed; where something typed would be lost, it asks by itself. */
function apply() {
  const before = given;
  given = wanted();
  if (given.vendor !== before.vendor || given["customer-id"] !== before["customer-id"]) created = undefined;
  for (const name of Object.keys(before)) if (!(name in given)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(given)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  show();
}

/** Everything on the page that follows the switches, but the element. */
function show() {
  const { vendor, customer, theme, direction, scheme, width } = read();
  get("capillary").hidden = vendor !== "capillary";
  // The element has no ground of its own: a page gives it one that its theme can be read on.
  get("ground").dataset.scheme = scheme === "auto" ? theme : scheme;
  get("around").dir = direction;
  get("around").style.inlineSize = width === "full" ? "" : `${width}px`;
  get("about").textContent =
    customer === NEW ? "To be created." : (customers.find(isOf(vendor, customer))?.about ?? "");
  get("code").textContent = snippet();
  showReadings();
  saveAddress();
}

async function credentials() {
  const customer_id = given["customer-id"] ?? created;
  const session = await ask("/sandbox/session", "POST", { vendor: given.vendor, customer_id });
  return { token: session.token, apiKey: session.api_key };
}

/** Puts a new element on the page. */
function place() {
  created = undefined;
  given = wanted();
  element = make("carnet-profile", given);
  element.credentials = credentials;
  get("around").replaceChildren(element);
  show();
}

/** The same once more, if what is typed may be lost: taken off the page, the element cannot ask by itself. */
async function begin() {
  const may = await element.canLeave();
  if (may) place();
  return may;
}

switches.addEventListener("change", async ({ target }) => {
  if (target.name === "vendor") {
    fillCustomers(VENDORS[target.value]);
    get("parameters").disabled = target.value !== "capillary";
  }
  // The element reads it once.
  if (target.name !== "shadow") return apply();
  if (!(await begin())) target.value = given.shadow ?? UNSAID.shadow;
});
// Enter in a field would send the form away.
switches.addEventListener("submit", (event) => event.preventDefault());

// A step back over the element's own steps leads to the address of that time.
addEventListener("popstate", saveAddress);

onClick("again", begin);
onClick("may-leave", async () => log("canLeave()", await element.canLeave()));
onClick("leave", async () => {
  const may = element.dispatchEvent(new Event("carnet-leave", { cancelable: true }));
  log("carnet-leave", may ? "not cancelled" : "cancelled");
});
onClick("give-focus", async () => {
  element.focus();
  log("focus()");
});

// --- Customers ----------------------------------------------------------------------------------------------------

let customers = [];

const isOf = (vendor, id) => (entry) => entry.vendor === vendor && entry.customer_id === id;

/** The customers of the vendor, with this one chosen. */
function fillCustomers(chosen) {
  const { vendor } = read();
  const own = customers.filter((entry) => entry.vendor === vendor);
  const group = (label, entries) =>
    make(
      "optgroup",
      { label },
      ...entries.map(({ customer_id: id, name }) => option(id, name ? `${id} – ${name}` : id)),
    );
  get("customer").replaceChildren(
    ...(vendor === "clubmed" ? [option(NEW, "A new customer")] : []),
    group("People", own.filter(({ sentinel }) => !sentinel)),
    group("Something goes wrong", own.filter(({ sentinel }) => sentinel)),
  );
  choose(get("customer"), chosen);
}

async function listCustomers() {
  ({ customers } = await ask("/sandbox/customers?vendor=all"));
  fillCustomers(read().customer);
  show();
}

// --- Failures, and how the vendors behave -------------------------------------------------------------------------

let choices = {}; // The values of each reading.
let readings = {}; // Those in force.

async function listFaults() {
  const { components } = await ask("/openapi.json");
  const { SandboxFault, SandboxSwitches } = components.schemas;
  get("fault").replaceChildren(...SandboxFault.properties.fault.enum.map((kind) => option(kind)));
  choices = Object.fromEntries(Object.entries(SandboxSwitches.properties).map(([name, { enum: all }]) => [name, all]));
  showFault();
  await listReadings();
}

async function listReadings() {
  readings = await ask("/sandbox/switches");
  get("readings").replaceChildren(); // Whatever is there was in force before.
  showReadings();
}

/** The chosen vendor's readings: the other vendors' names stand before theirs. */
function showReadings() {
  const { vendor } = read();
  const list = get("readings");
  if (list.dataset.vendor === vendor && list.firstChild) return;
  list.dataset.vendor = vendor;
  const owner = (name) => Object.keys(VENDORS).find((one) => name.startsWith(`${one}_`)) ?? "clubmed";
  const own = Object.keys(readings).filter((name) => owner(name) === vendor);
  list.replaceChildren(
    ...own.flatMap((name) => makeField(`reading-${name}`, name, name, readings[name], choices[name])),
  );
}

get("readings").addEventListener("change", ({ target }) =>
  attempt(async () => {
    readings = await ask("/sandbox/switches", "PUT", { [target.name]: target.value });
  }),
);

function parseErrors(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The errors are no JSON: ${error.message}`);
  }
}

/** What belongs to the chosen fault alone is there with it alone. */
function showFault() {
  const fault = get("fault").value;
  get("fault-means").textContent = MEANS[fault] ?? "";
  for (const part of order.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== fault;
}

const ERRORS = [{ concerned_key: "first_name", error_code: "WRONG_FORMAT", error_description: "Not this first name." }];
get("errors").value = JSON.stringify(ERRORS, null, 1);

get("fault").addEventListener("change", showFault);

order.addEventListener("submit", (event) => {
  event.preventDefault();
  notice("");
  attempt(async () => {
    const { fault, method, path, times, delay_ms, retry_after, errors } = Object.fromEntries(new FormData(order));
    await ask("/sandbox/faults", "POST", {
      fault,
      vendor: read().vendor,
      method: method || undefined,
      path: path || undefined,
      times: Number(times),
      delay_ms: delay_ms ? Number(delay_ms) : undefined,
      retry_after: fault === "too_many" && retry_after ? Number(retry_after) : undefined,
      errors: fault === "bad_request" && errors ? parseErrors(errors) : undefined,
    });
    await look();
  });
});

onClick("cancel", async () => {
  await ask("/sandbox/faults", "DELETE");
  await look();
});

onClick("reset", async () => {
  if (!(await element.canLeave())) return;
  await ask("/sandbox/reset", "POST");
  await Promise.all([listCustomers(), listReadings()]);
  place();
  await look();
});

function showOrders(faults) {
  const sentence = ({ fault, vendor, method, path, times, delay_ms: delay }) =>
    [fault, vendor, method, path, `${times}×`, delay === undefined ? undefined : `after ${delay} ms`]
      .filter((part) => part !== undefined)
      .join(" · ");
  const lines = faults.length ? faults.map(sentence) : ["none"];
  get("orders").replaceChildren(...lines.map((line) => make("li", {}, line)));
}

// --- The event log ------------------------------------------------------------------------------------------------

const HOURS = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false };

const count = (id, number) => (get(`${id}-tab`).dataset.count = number || "");

function log(name, detail) {
  const time = new Date().toLocaleTimeString("en-GB", HOURS);
  const entry = make("li", { class: "p-entry" }, make("time", {}, time), " ", make("b", {}, name));
  if (detail !== undefined) entry.append(" ", make("code", {}, JSON.stringify(detail)));
  get("log").prepend(entry);
  count("events", get("log").childElementCount);
}

for (const name of EVENTS) get("around").addEventListener(`carnet-${name}`, ({ type, detail }) => log(type, detail));

get("around").addEventListener("carnet-created", ({ detail }) => {
  created = detail.customerId;
  attempt(listCustomers);
});
get("around").addEventListener("carnet-localechange", ({ detail }) => {
  choose(get("locale"), detail.locale);
  apply();
});

onClick("clear-events", async () => {
  get("log").replaceChildren();
  count("events", 0);
});

// --- The requests -------------------------------------------------------------------------------------------------

let shown = []; // The requests on the page, oldest first, each as { text, node }.

const pretty = (body) => (typeof body === "string" ? body : JSON.stringify(body, null, 2));

function makeRequest({ method, path, headers, body }) {
  const said = HEADERS.filter((name) => name in headers);
  return make(
    "li",
    { class: "p-entry" },
    make(
      "details",
      {},
      make(
        "summary",
        { class: "p-request" },
        make("b", { class: "p-method" }, method),
        make("span", { class: "p-path" }, path),
        make("span", { class: "p-status" }),
      ),
      make(
        "dl",
        { class: "p-headers" },
        ...said.flatMap((name) => [make("dt", {}, name), make("dd", {}, headers[name])]),
      ),
      ...(body === null ? [] : [make("pre", { class: "p-sent" }, pretty(body))]),
    ),
  );
}

/** Those that are on the page already stay there as they are, opened or not. */
function showRequests(requests) {
  const texts = requests.map(({ status, ...request }) => JSON.stringify(request));
  if (shown.some(({ text }, index) => text !== texts[index])) shown = [];
  if (!shown.length) get("sent").replaceChildren();
  for (const [index, request] of requests.entries()) {
    shown[index] ??= { text: texts[index], node: makeRequest(request) };
    const { node } = shown[index];
    if (!node.isConnected) get("sent").prepend(node);
    const status = node.querySelector(".p-status");
    status.textContent = request.status ?? "no answer";
    status.dataset.kind = request.status === null || request.status >= 400 ? "bad" : "good";
  }
  count("requests", requests.length);
}

async function look() {
  const [{ requests }, { faults }] = await Promise.all([ask("/sandbox/requests"), ask("/sandbox/faults")]);
  if (get("notice").textContent === ABSENT) notice("");
  showRequests(requests);
  showOrders(faults);
}

let soon; // The timer of the next look.

/** Looks after a call has ended, once for those that end together. */
function lookSoon() {
  if (document.hidden) return;
  clearTimeout(soon);
  soon = setTimeout(() => attempt(look), 100);
}

const isCall = ({ name }) => Object.keys(VENDORS).some((vendor) => name.startsWith(`${location.origin}/${vendor}/`));

new PerformanceObserver((list) => list.getEntries().some(isCall) && lookSoon()).observe({ type: "resource" });
// A call that has failed is not noted by every browser, but the element tells.
get("around").addEventListener("carnet-failure", lookSoon);
document.addEventListener("visibilitychange", lookSoon);
// And while somebody is watching, what is under way is to be seen before it ends.
setInterval(() => get("requests").hidden || lookSoon(), 1000);

onClick("clear-requests", async () => {
  await ask("/sandbox/requests", "DELETE");
  await look();
});

// --- The snippet --------------------------------------------------------------------------------------------------

/** The page that shows the same, against this sandbox. */
function snippet() {
  const { origin } = location;
  const attributes = { ...given, "base-url": `${origin}${given["base-url"]}` };
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const wish = { vendor: given.vendor, customer_id: given["customer-id"] };
  // A script ends at its end tag, wherever that stands.
  const session = JSON.stringify(wish).replaceAll("<", "\\u003c");
  return [
    `<script type="module" src="${origin}/carnet.js"></script>`,
    "",
    "<carnet-profile",
    ...Object.entries(attributes).map(([name, value]) => `  ${name}="${quoted(value)}"`),
    "></carnet-profile>",
    "",
    '<script type="module">',
    "  // The sandbox lets everybody in. Yours is a session of your own server's.",
    '  document.querySelector("carnet-profile").credentials = async () => {',
    `    const answer = await fetch("${origin}/sandbox/session", {`,
    '      method: "POST",',
    '      headers: { "content-type": "application/json" },',
    `      body: JSON.stringify(${session}),`,
    "    });",
    "    const { token, api_key: apiKey } = await answer.json();",
    "    return { token, apiKey };",
    "  };",
    "</script>",
    "",
  ].join("\n");
}

onClick("copy", async () => {
  const said = get("copied");
  try {
    await navigator.clipboard.writeText(snippet());
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(get("code"));
    said.textContent = "The browser does not let the page copy. It is marked: copy it by the keyboard.";
  }
});

// --- The tabs -----------------------------------------------------------------------------------------------------

const tabs = [...document.querySelectorAll("[role=tab]")];

function openTab(tab) {
  for (const one of tabs) {
    one.ariaSelected = String(one === tab);
    one.tabIndex = one === tab ? 0 : -1;
    get(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
}

for (const [index, tab] of tabs.entries()) {
  const steps = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
  tab.addEventListener("click", () => openTab(tab));
  tab.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const next = tabs.at(steps[event.key] % tabs.length);
    next.focus();
    openTab(next);
  });
}

// --- The beginning ------------------------------------------------------------------------------------------------

setUp();
fillCustomers(read().customer);
get("parameters").disabled = read().vendor !== "capillary";
place();
attempt(() => Promise.all([listCustomers(), listFaults(), look()]));
