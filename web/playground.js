// The playground: the element with a control for every setting, for developers. It uses only the element's contract and
// the sandbox's control routes. It stores nothing: its state is in its address.

// The vendors, each with its query parameters and the customer that is selected at first, the attributes that have a
// list of values, and the custom properties of the element's look (web/contract.json).
const CONTRACT = {}; // filled in by the bundler

// The descriptions of the sandbox's faults (sandbox/README.md).
const FAULT_DESCRIPTIONS = {
  delay: "The request waits, 1 second by default, and is then handled.",
  hold: "The request waits for POST /sandbox/faults/release, and is then handled.",
  unauthorized: "401; the request is not handled.",
  forbidden: "403; the request is not handled.",
  not_found: "404; the request is not handled.",
  too_many: "429 with Retry-After.",
  bad_request: "400 with the errors below.",
  server_error_html: "500 with an HTML page.",
  gateway_error_after: "The request is handled; a gateway responds with 502.",
  sign_in_page: "A proxy responds with 200 and an HTML page; the request is not handled.",
  cut_before: "The connection is closed before the request is handled.",
  cut_after: "The connection is closed after the request was handled.",
  malformed_json: "The request is handled; the response is not JSON.",
  empty_body: "The request is handled; the response is empty.",
  truncated_body: "The request is handled; the response is cut off.",
};

// The request headers that the app sets.
const HEADERS = ["accept", "accept-language", "language", "authorization", "x-api-key", "content-type", "if-match"];

const NEW = "new"; // Instead of an ID: a customer is created.

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

/** Selects a value. Adds it to the list if it is missing, so that the list always shows the actual value. */
function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.append(option(value));
  select.value = value;
}

/** Returns a label and its control: a select if there are choices, a text field otherwise. */
function makeField(id, name, text, value, choices) {
  const control = choices
    ? make("select", { class: "p-input", id, name }, ...choices.map((choice) => option(choice)))
    : make("input", { class: "p-input", id, name, value, spellcheck: "false" });
  if (choices) choose(control, value);
  return [make("label", { class: "p-label", for: id }, text), control];
}

// --- The sandbox --------------------------------------------------------------------------------------------------

const UNAVAILABLE = "The sandbox does not respond.";

async function request(path, method = "GET", body) {
  const headers = body && { "content-type": "application/json" };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Error(UNAVAILABLE);
  });
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const reason = await response.json().then(({ error }) => error, () => "no reason given");
  throw new Error(`${path} answered ${response.status}: ${reason}`);
}

/** Shows an error of the sandbox, or of a request to it. The same error is announced only once. */
function notice(text) {
  if (get("notice").textContent !== text) get("notice").textContent = text;
}

/** Runs something that may fail, and shows the error. */
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

let initial; // The initial values of the switches. The address omits them.

function setUp() {
  const names = new Intl.DisplayNames("en", { type: "language" });
  get("vendor").append(...Object.entries(CONTRACT.vendors).map(([name, { title }]) => option(name, title)));
  get("locale").append(
    ...CONTRACT.locales.map((tag) => option(tag, `${tag} – ${names.of(tag)}`)),
    ...Object.entries(CONTRACT.pseudoLocales).map(([tag, text]) => option(tag, `${tag} – ${text}`)),
  );
  for (const [name, { values, default: preset }] of Object.entries(CONTRACT.attributes)) {
    const select = get(name);
    if (!select) continue; // `view` follows from the customer.
    select.append(...values.map((value) => option(value)));
    select.value = preset;
  }
  get("parameters").append(
    ...Object.entries(CONTRACT.vendors.capillary.parameters).flatMap(([name, { value, choices }]) =>
      makeField(name, name, name, value, choices),
    ),
  );
  get("properties").append(
    ...CONTRACT.properties.flatMap(({ name, default: preset, description }) => {
      const [label, input] = makeField(name, name, name, "");
      input.placeholder = preset;
      input.title = description;
      return [label, input];
    }),
  );
  initial = read();

  const query = new URLSearchParams(location.search);
  if (Object.hasOwn(CONTRACT.vendors, query.get("vendor"))) switches.elements.vendor.value = query.get("vendor");
  choose(get("customer"), query.get("customer") ?? CONTRACT.vendors[read().vendor].customer);
  for (const control of switches.elements) {
    const value = query.get(control.name);
    if (value === null || ["vendor", "customer"].includes(control.name)) continue;
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.localName === "select") choose(control, value);
    else control.value = value;
  }
  if (!read().width) switches.elements.width.value = initial.width;
}

/** Writes the switches to the address, so that a link shows the same. With routing, the fragment is the element's. */
function saveAddress() {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(read())) {
    if (["vendor", "customer"].includes(name) || value !== initial[name]) query.set(name, value);
  }
  const fragment = read().routing === "fragment" ? location.hash : "";
  history.replaceState(history.state, "", `?${query}${fragment}`);
}

// --- The element --------------------------------------------------------------------------------------------------

let element;
let attributes = {}; // Of the element.
let created; // The customer that the element has created. It shows their profile with unchanged attributes.

/** Returns the attributes that the switches set. */
function attributesOfSwitches() {
  const { vendor, customer, direction, scheme, width, ...others } = read();
  return {
    vendor,
    "base-url": `/${vendor}`,
    ...(customer === NEW ? { view: "create" } : { "customer-id": customer }),
    ...Object.fromEntries(
      Object.entries(others).filter(
        ([name, value]) => value && !name.startsWith("--") && value !== CONTRACT.attributes[name]?.default,
      ),
    ),
  };
}

/** Returns the custom properties that have a value. */
const propertiesOfSwitches = () =>
  Object.entries(read()).filter(([name, value]) => name.startsWith("--") && value.trim());

/** Sets the custom properties of the element. */
function applyLook() {
  element.removeAttribute("style");
  for (const [name, value] of propertiesOfSwitches()) element.style.setProperty(name, value);
}

/** Updates the attributes of the element. It asks the customer by itself before it discards unsaved input. */
function apply() {
  const before = attributes;
  attributes = attributesOfSwitches();
  if (attributes.vendor !== before.vendor || attributes["customer-id"] !== before["customer-id"]) created = undefined;
  for (const name of Object.keys(before)) if (!(name in attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  applyLook();
  show();
}

/** Updates everything that depends on the switches, except the element. */
function show() {
  const { vendor, customer, theme, direction, scheme, width } = read();
  get("capillary").hidden = vendor !== "capillary";
  // The element has no background of its own: its page needs one that its theme is readable on.
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
  const customer_id = attributes["customer-id"] ?? created;
  const session = await request("/sandbox/session", "POST", { vendor: attributes.vendor, customer_id });
  return { token: session.token, apiKey: session.api_key };
}

/** Replaces the element with a new one. */
function place() {
  created = undefined;
  attributes = attributesOfSwitches();
  element = make("carnet-profile", attributes);
  element.credentials = credentials;
  applyLook();
  get("around").replaceChildren(element);
  show();
}

/** Replaces the element if the customer agrees: an element that is removed cannot ask by itself. */
async function restart() {
  const mayLeave = await element.canLeave();
  if (mayLeave) place();
  return mayLeave;
}

// The widths belong to the form and stand outside of it, so their events do not pass it.
document.addEventListener("change", async ({ target }) => {
  if (target.form !== switches) return;
  if (target.name === "vendor") {
    fillCustomers(CONTRACT.vendors[target.value].customer);
    get("parameters").disabled = target.value !== "capillary";
  }
  // The element reads `shadow` once.
  if (target.name !== "shadow") return apply();
  if (!(await restart())) target.value = attributes.shadow ?? CONTRACT.attributes.shadow.default;
});
// Enter in a field would submit the form.
switches.addEventListener("submit", (event) => event.preventDefault());

// Going back over the element's own history entries restores an older query.
addEventListener("popstate", saveAddress);

onClick("again", restart);
onClick("may-leave", async () => log("canLeave()", await element.canLeave()));
onClick("leave", async () => {
  const mayLeave = element.dispatchEvent(new Event("carnet-leave", { cancelable: true }));
  log("carnet-leave", mayLeave ? "not cancelled" : "cancelled");
});
onClick("give-focus", async () => {
  element.focus();
  log("focus()");
});

// --- Customers ----------------------------------------------------------------------------------------------------

let customers = [];

const isOf = (vendor, id) => (entry) => entry.vendor === vendor && entry.customer_id === id;

/** Lists the customers of the vendor and selects this one. */
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
  ({ customers } = await request("/sandbox/customers?vendor=all"));
  fillCustomers(read().customer);
  show();
}

// --- Failures, and how the vendors behave -------------------------------------------------------------------------

let choices = {}; // The values of each of the sandbox's switches.
let readings = {}; // The current values.

async function listFaults() {
  const { components } = await request("/openapi.json");
  const { SandboxFault, SandboxSwitches } = components.schemas;
  get("fault").replaceChildren(...SandboxFault.properties.fault.enum.map((kind) => option(kind)));
  choices = Object.fromEntries(Object.entries(SandboxSwitches.properties).map(([name, { enum: all }]) => [name, all]));
  showFault();
  await listReadings();
}

async function listReadings() {
  readings = await request("/sandbox/switches");
  get("readings").replaceChildren(); // Drops outdated values.
  showReadings();
}

/** Shows the sandbox's switches of the vendor. Their names begin with the vendor's, except Club Med's. */
function showReadings() {
  const { vendor } = read();
  const list = get("readings");
  if (list.dataset.vendor === vendor && list.firstChild) return;
  list.dataset.vendor = vendor;
  const owner = (name) => Object.keys(CONTRACT.vendors).find((one) => name.startsWith(`${one}_`)) ?? "clubmed";
  const own = Object.keys(readings).filter((name) => owner(name) === vendor);
  list.replaceChildren(
    ...own.flatMap((name) => makeField(`reading-${name}`, name, name, readings[name], choices[name])),
  );
}

get("readings").addEventListener("change", ({ target }) =>
  attempt(async () => {
    readings = await request("/sandbox/switches", "PUT", { [target.name]: target.value });
  }),
);

function parseErrors(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The errors are not JSON: ${error.message}`);
  }
}

/** Shows the description and the fields of the selected fault. */
function showFault() {
  const fault = get("fault").value;
  get("fault-means").textContent = FAULT_DESCRIPTIONS[fault] ?? "";
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
    await request("/sandbox/faults", "POST", {
      fault,
      vendor: read().vendor,
      method: method || undefined,
      path: path || undefined,
      times: Number(times),
      delay_ms: delay_ms ? Number(delay_ms) : undefined,
      retry_after: fault === "too_many" && retry_after ? Number(retry_after) : undefined,
      errors: fault === "bad_request" && errors ? parseErrors(errors) : undefined,
    });
    await refresh();
  });
});

onClick("cancel", async () => {
  await request("/sandbox/faults", "DELETE");
  await refresh();
});

onClick("reset", async () => {
  if (!(await element.canLeave())) return;
  await request("/sandbox/reset", "POST");
  await Promise.all([listCustomers(), listReadings()]);
  place();
  await refresh();
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

for (const name of CONTRACT.events) get("around").addEventListener(name, ({ type, detail }) => log(type, detail));

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

let shown = []; // The requests on the page, oldest first: { text, node }.

const pretty = (body) => (typeof body === "string" ? body : JSON.stringify(body, null, 2));

function makeRequest({ method, path, headers, body }) {
  const names = HEADERS.filter((name) => name in headers);
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
        ...names.flatMap((name) => [make("dt", {}, name), make("dd", {}, headers[name])]),
      ),
      ...(body === null ? [] : [make("pre", { class: "p-sent" }, pretty(body))]),
    ),
  );
}

/** Adds new requests and updates the status of all. Entries that are shown stay open or closed. */
function showRequests(requests) {
  const texts = requests.map(({ status, ...request }) => JSON.stringify(request));
  if (shown.some(({ text }, index) => text !== texts[index])) shown = [];
  if (!shown.length) get("sent").replaceChildren();
  for (const [index, request] of requests.entries()) {
    shown[index] ??= { text: texts[index], node: makeRequest(request) };
    const { node } = shown[index];
    if (!node.isConnected) get("sent").prepend(node);
    const status = node.querySelector(".p-status");
    status.textContent = request.status ?? "no response";
    status.dataset.kind = request.status === null || request.status >= 400 ? "bad" : "good";
  }
  count("requests", requests.length);
}

async function refresh() {
  const [{ requests }, { faults }] = await Promise.all([request("/sandbox/requests"), request("/sandbox/faults")]);
  if (get("notice").textContent === UNAVAILABLE) notice("");
  showRequests(requests);
  showOrders(faults);
}

let refreshTimer;

/** Refreshes after a request has ended; once for requests that end together. */
function refreshSoon() {
  if (document.hidden) return;
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(() => attempt(refresh), 100);
}

const isVendorRequest = ({ name }) =>
  Object.keys(CONTRACT.vendors).some((vendor) => name.startsWith(`${location.origin}/${vendor}/`));

const observer = new PerformanceObserver((list) => list.getEntries().some(isVendorRequest) && refreshSoon());
observer.observe({ type: "resource" });
// Not every browser has an entry for a failed request, but the element emits an event.
get("around").addEventListener("carnet-failure", refreshSoon);
document.addEventListener("visibilitychange", refreshSoon);
// While the requests are visible, they are shown before they end.
setInterval(() => get("requests").hidden || refreshSoon(), 1000);

onClick("clear-requests", async () => {
  await request("/sandbox/requests", "DELETE");
  await refresh();
});

// --- The snippet --------------------------------------------------------------------------------------------------

/** Returns the lines of a style sheet with the custom properties; none if none is set. */
function styleSheet() {
  const rows = propertiesOfSwitches().map(([name, value]) => `  ${name}: ${value};`);
  return rows.length ? ["<style>", "carnet-profile {", ...rows, "}", "</style>", ""] : [];
}

/** Returns the HTML of a page that shows the same element with this sandbox. */
function snippet() {
  const { origin } = location;
  const absolute = { ...attributes, "base-url": `${origin}${attributes["base-url"]}` };
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const body = { vendor: attributes.vendor, customer_id: attributes["customer-id"] };
  // A `</script>` in a string would end the script.
  const session = JSON.stringify(body).replaceAll("<", "\\u003c");
  return [
    `<script type="module" src="${origin}/carnet.js"></script>`,
    "",
    "<carnet-profile",
    ...Object.entries(absolute).map(([name, value]) => `  ${name}="${quoted(value)}"`),
    "></carnet-profile>",
    "",
    ...styleSheet(),
    '<script type="module">',
    "  // The sandbox returns credentials to anybody. Use a session of your own server.",
    '  document.querySelector("carnet-profile").credentials = async () => {',
    `    const response = await fetch("${origin}/sandbox/session", {`,
    '      method: "POST",',
    '      headers: { "content-type": "application/json" },',
    `      body: JSON.stringify(${session}),`,
    "    });",
    "    const { token, api_key: apiKey } = await response.json();",
    "    return { token, apiKey };",
    "  };",
    "</script>",
    "",
  ].join("\n");
}

onClick("copy", async () => {
  const status = get("copied");
  try {
    await navigator.clipboard.writeText(snippet());
    status.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(get("code"));
    status.textContent = "The browser does not allow copying. The snippet is selected: copy it with the keyboard.";
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

// --- The height of the log ----------------------------------------------------------------------------------------

const grip = get("grip");

/** Sets the height of the log, in per cent of the page below the header. */
function setHeight(percent) {
  const height = Math.min(Math.max(Math.round(percent), Number(grip.ariaValueMin)), Number(grip.ariaValueMax));
  grip.ariaValueNow = String(height);
  grip.closest("main").style.setProperty("--dock", `${height}%`);
}

grip.addEventListener("pointerdown", ({ pointerId }) => grip.setPointerCapture(pointerId));
grip.addEventListener("pointermove", ({ pointerId, clientY }) => {
  if (!grip.hasPointerCapture(pointerId)) return;
  const { bottom, height } = grip.closest("main").getBoundingClientRect();
  setHeight(((bottom - clientY) / height) * 100);
});
grip.addEventListener("keydown", (event) => {
  const steps = { ArrowUp: 5, ArrowDown: -5, Home: -100, End: 100 };
  if (!Object.hasOwn(steps, event.key)) return;
  event.preventDefault();
  setHeight(Number(grip.ariaValueNow) + steps[event.key]);
});

// --- Start --------------------------------------------------------------------------------------------------------

setUp();
fillCustomers(read().customer);
get("parameters").disabled = read().vendor !== "capillary";
place();
attempt(() => Promise.all([listCustomers(), listFaults(), refresh()]));
