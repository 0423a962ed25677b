// The standalone page: it reads carnet.config.json, signs the customer in, and shows <carnet-profile>. It uses only the
// element's attributes, its `credentials` property and its events (docs/sign-in.md).

import { configErrors } from "./account_config.js";
import { directionOf, initialLocale, languageOf } from "./page_language.js";
import { SIGNED_OUT, SignIn } from "./sign_in.js";

const WORDS = {}; // filled in by the bundler
const CONTRACT = {}; // filled in by the bundler
const SCHEMA = {}; // filled in by the bundler
const FILES = {}; // filled in by the bundler

const CONFIG = "carnet.config.json";
const ADDRESS = location.origin + location.pathname; // The one that is registered at the provider.
const ATTEMPT = "carnet.sign-in"; // In the tab's storage, between the redirect to the provider and the return.
const POPUP = "popup."; // How the state of a sign-in in another window begins.
/** The key of the sentence for each kind of a failed sign-in; "failed" for the others. */
const SENTENCES = { denied: "denied", clock: "clock", unreachable: "unreachable", "other-person": "other" };

const main = document.getElementById("main");
const returned = new URLSearchParams(location.search);

let config = {};
let signIn;
let vendor; // The entry of the vendor that is shown.
let element;
let isDirty = false;
let mayReturnSilently = true; // Not right after such a return: whoever refuses the new token would refuse the next too.
const created = {}; // The customers' IDs that were created since the ID token was issued, by vendor.
let locale = initialLocale((tag) => languageOf(WORDS, tag)) ?? "en";

const texts = () => WORDS[languageOf(WORDS, locale)] ?? WORDS.en;

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function makeButton(text, onClick, isFirst = true) {
  const button = make("button", { type: "button", class: isFirst ? "a-button a-first" : "a-button" }, text);
  button.addEventListener("click", onClick);
  return button;
}

// --- The configuration --------------------------------------------------------------------------------------------

/** Returns the configuration. Throws an error with a line for each mistake in it. */
async function loadConfig() {
  const response = await fetch(CONFIG, { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok) throw new Error(`${CONFIG}: cannot be read (status ${response.status}): put it beside this page`);
  const text = await response.text();
  let read;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Error(`${CONFIG}: is not JSON: ${error.message}`);
  }
  const errors = configErrors(SCHEMA, CONTRACT, read);
  if (errors.length) throw new Error(errors.map((error) => `${CONFIG}: ${error}`).join("\n"));
  return read;
}

// --- The page around the element ----------------------------------------------------------------------------------

/** Renders what is around the element, and sets the language and the direction of the page. */
function renderFrame() {
  const { account, help, privacy, profiles, signOut } = texts();
  const language = languageOf(WORDS, locale);
  document.documentElement.lang = language ? locale : "en";
  document.documentElement.dir = directionOf(language ?? "en", CONTRACT.rightToLeftScripts);
  document.getElementById("name").textContent = config.name ?? account;
  const links = [
    [config["support-url"], help],
    [config["privacy-url"], privacy],
  ];
  const given = links.filter(([href]) => href).map(([href, text]) => make("a", { href }, text));
  document.getElementById("links").replaceChildren(...given);
  const isSignedIn = signIn?.claims !== undefined;
  const buttons = isSignedIn ? [makeButton(signOut, leaveProvider, false)] : [];
  document.getElementById("session").replaceChildren(...buttons);
  const vendors = document.getElementById("vendors");
  vendors.hidden = !(isSignedIn && config.vendors.length > 1);
  vendors.ariaLabel = profiles;
  vendors.replaceChildren(...(vendors.hidden ? [] : config.vendors.map(makeVendorLink)));
}

function makeVendorLink(entry) {
  const current = entry === vendor ? { "aria-current": "page" } : {};
  const link = make("a", { href: `?vendor=${entry.name}`, ...current }, CONTRACT.vendors[entry.name].title);
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (entry === vendor || !(await (element?.canLeave() ?? true))) return;
    vendor = entry;
    showProfile();
  });
  return link;
}

/** Shows a page with a message and buttons in place of the element. `role` is "alert" for bad news. */
function showMessage(text, buttons, role = "status") {
  const hadFocus = document.activeElement !== document.body;
  element = undefined;
  isDirty = false;
  const { account } = texts();
  const title = make("h1", { tabindex: "-1" }, account);
  const actions = make("p", { class: "a-actions" }, ...buttons);
  main.replaceChildren(make("div", { class: "a-page" }, title, make("p", { role }, text), actions));
  document.title = account;
  renderFrame();
  // The focused element was removed.
  if (hadFocus) title.focus();
}

/** Shows why a sign-in has failed, with a way to try again. The reason is for the console. */
function showFailure(error, view) {
  console.error("Signing in has failed:", error.message, error);
  showMessage(texts()[SENTENCES[error.kind] ?? "failed"], [makeButton(texts().tryAgain, () => leaveForProvider({ view }))], "alert");
}

// --- Signing in ---------------------------------------------------------------------------------------------------

/** Goes to the provider. The place on this page is remembered in the tab until the return. */
async function leaveForProvider({ prompt, view = currentView() } = {}) {
  showMessage(texts().signingIn, []);
  try {
    const { url, attempt } = await signIn.begin({ language: locale, prompt });
    const place = { vendor: vendor.name, view };
    sessionStorage.setItem(ATTEMPT, JSON.stringify({ ...attempt, ...place, isSilent: prompt === "none" }));
    // Going back from the provider leads to the page before this one, and not here, which leads to the provider.
    location.replace(url);
  } catch (error) {
    showFailure(error, view);
  }
}

/** Returns the part of the fragment after the customer's ID, which is not stored: the view, such as "/edit/email". */
const currentView = () => /^#\/customers\/[^/]+(\/.*)?$/.exec(location.hash)?.[1] ?? "";

/** Puts a vendor and a fragment into the address, and removes everything else. */
function setAddress(fragment) {
  const query = vendor === config.vendors[0] ? "" : `?vendor=${vendor.name}`;
  history.replaceState(null, "", location.pathname + query + fragment);
}

/** Removes the attempt from the tab's storage and returns it; `undefined` if there is none. */
function takeAttempt() {
  try {
    const stored = sessionStorage.getItem(ATTEMPT);
    sessionStorage.removeItem(ATTEMPT);
    return JSON.parse(stored) ?? undefined;
  } catch {
    return undefined; // Storage is blocked, or has something else.
  }
}

/** Takes the response that the provider has sent with the address of this page. */
async function finishSignIn(attempt) {
  // The address must not keep the code, and a reload must not send it again.
  setAddress("");
  try {
    if (!attempt) throw new Error("this tab has not begun a sign-in, or has finished it already");
    await signIn.finish(returned, attempt);
  } catch (error) {
    const view = attempt?.view;
    if (attempt?.isSilent && error.kind === "needs-customer") return leaveForProvider({ view });
    return showFailure(error, view);
  }
  mayReturnSilently = !attempt.isSilent;
  showProfile(attempt.view);
}

/** Ends the session here and at the provider. */
async function leaveProvider() {
  if (!(await (element?.canLeave() ?? true))) return;
  // Nothing of the customer stays in a page that the browser may keep for the way back.
  showMessage(texts().signedOut, []);
  const end = signIn.end({ language: locale, returnTo: config["post-logout-url"] ?? ADDRESS });
  const address = await end.catch((error) => console.error("The provider's session could not be ended.", error));
  if (address) location.replace(address);
  else showSignedOut();
}

function showSignedOut() {
  showMessage(texts().signedOut, [makeButton(texts().signIn, () => leaveForProvider({ view: "" }))]);
}

// --- The element --------------------------------------------------------------------------------------------------

/** Returns the customer's ID at the vendor; `undefined` if the ID token has none. */
function customerId() {
  const claim = created[vendor.name] ?? signIn.claims[vendor["customer-claim"]];
  return typeof claim === "string" && claim ? claim : Number.isSafeInteger(claim) ? String(claim) : undefined;
}

function showProfile(view = "") {
  const id = customerId();
  setAddress(id === undefined ? "" : `#/customers/${encodeURIComponent(id)}${view}`);
  if (id !== undefined) return showElement({ "customer-id": id });
  // The names of the claims, and no value.
  const claims = Object.keys(signIn.claims).join(", ");
  const wanted = vendor["customer-claim"];
  console.error(`The ID token has no customer ID for ${vendor.name}: no claim "${wanted}". It has: ${claims}.`);
  const { create, noProfile } = texts();
  showMessage(noProfile, vendor.create ? [makeButton(create, () => showElement({ view: "create" }))] : []);
}

function showElement(attributes) {
  isDirty = false;
  element = make("carnet-profile", {
    vendor: vendor.name,
    "base-url": vendor["base-url"],
    ...(config.locales ? { locales: config.locales.join(" ") } : {}),
    ...(config["support-url"] ? { "support-url": config["support-url"] } : {}),
    ...(config.theme ? { theme: config.theme } : {}),
    routing: "fragment",
    ...vendor.attributes,
    ...attributes,
  });
  element.credentials = makeCredentials();
  element.addEventListener("carnet-ready", () => (mayReturnSilently = true));
  element.addEventListener("carnet-dirtychange", ({ detail }) => (isDirty = detail.dirty));
  element.addEventListener("carnet-created", ({ detail }) => (created[vendor.name] = detail.customerId));
  element.addEventListener("carnet-exit", () => showProfile());
  element.addEventListener("carnet-titlechange", ({ detail }) => {
    document.title = config.name ? `${detail.title} – ${config.name}` : detail.title;
  });
  // The page follows the language of the element, whoever chose it.
  new MutationObserver(() => {
    if (!element?.lang) return;
    locale = element.lang;
    renderFrame();
  }).observe(element, { attributeFilter: ["lang"] });
  main.replaceChildren(element);
  renderFrame();
}

/** Returns the element's function `credentials`. The element calls it once, and again when the vendor has refused the
 *  token. */
function makeCredentials() {
  let isUsed = false;
  let renewal; // Two calls at the same time share one renewal.
  return async () => {
    if (isUsed || signIn.isExpired) {
      renewal ??= renewSession().finally(() => (renewal = undefined));
      await renewal;
    }
    isUsed = true;
    return { token: signIn.accessToken, apiKey: vendor["api-key"] };
  };
}

async function renewSession() {
  if (await signIn.renew()) return;
  // The provider may still know the customer. A token that is refused before its time is not renewed this way: another
  // one may be refused too, and the page would go round in circles.
  if (!isDirty && signIn.isExpired && mayReturnSilently) {
    await leaveForProvider({ prompt: "none" });
    return new Promise(() => {}); // Until the page is left.
  }
  await new SignInDialog().show();
}

/** A dialog that asks the customer to sign in again, in another window. What is typed on the page stays. */
class SignInDialog {
  #begun; // The attempt, with its address at the provider.
  #channel = new BroadcastChannel(ATTEMPT);
  #dialog = make("dialog", { class: "a-dialog", "aria-labelledby": "ended" });
  #news = make("p", { role: "alert" });

  /** Resolves when the customer has signed in, and rejects if they do not want to. */
  show() {
    const { ended, endedText, notNow, signIn: signInText } = texts();
    const buttons = [makeButton(signInText, this.#openWindow), makeButton(notNow, this.#refuse, false)];
    this.#dialog.append(
      make("h2", { id: "ended" }, ended),
      make("p", {}, endedText),
      this.#news,
      make("p", { class: "a-actions" }, ...buttons),
    );
    this.#dialog.addEventListener("cancel", this.#refuse);
    this.#channel.onmessage = ({ data }) => this.#receive(new URLSearchParams(data));
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#begin().catch(this.#report);
    return new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }

  async #begin() {
    this.#begun = await signIn.begin({ language: locale, prefix: POPUP });
  }

  #openWindow = async () => {
    try {
      // As a rule it was made before the press: browsers block a window that opens long after it.
      if (!this.#begun) await this.#begin();
      const isOpen = open(this.#begun.url, ATTEMPT, "popup,width=480,height=720") !== null;
      this.#news.textContent = isOpen ? "" : texts().blocked;
    } catch (error) {
      this.#report(error);
    }
  };

  /** Takes the response that the other window hands over. */
  async #receive(response) {
    const attempt = this.#begun?.attempt;
    if (!attempt || response.get("state") !== attempt.state) return; // Of another tab.
    this.#begun = undefined;
    try {
      await signIn.finish(response, attempt, { isSamePerson: true });
      this.#close();
      this.resolve();
    } catch (error) {
      this.#report(error);
      this.#begin().catch(this.#report);
    }
  }

  #report = (error) => {
    console.error("Signing in again has failed:", error.message, error);
    this.#news.textContent = texts()[SENTENCES[error.kind] ?? "failed"];
  };

  #refuse = () => {
    this.#close();
    this.reject(new Error("the customer has not signed in again"));
  };

  #close() {
    this.#channel.close();
    this.#dialog.close();
    this.#dialog.remove();
  }
}

/** In the window that the dialog has opened: hands the response to the page, which waits for it. The provider's
 *  page has cut the connection between the two windows (`cross-origin-opener-policy`). */
function handOver() {
  const channel = new BroadcastChannel(ATTEMPT);
  channel.postMessage(returned.toString());
  channel.close();
  history.replaceState(null, "", location.pathname);
  showMessage(texts().closeWindow, []);
  window.close();
}

/** Sends the element's requests to the vendor with a proof, if the token is bound to a key of this page (DPoP). */
function proveRequests() {
  const send = globalThis.fetch;
  globalThis.fetch = (input, options) => {
    const request = new Request(input, options);
    const base = vendor && new URL(vendor["base-url"].replace(/\/*$/, "/"), document.baseURI).href;
    const isProved = base && signIn.isBound && request.url.startsWith(base) && request.headers.has("authorization");
    return isProved ? signIn.fetchWithProof(request, send) : send(request);
  };
}

// --- The start ----------------------------------------------------------------------------------------------------

/** Applies what the configuration says of the page itself. */
function applyConfig() {
  if (["light", "dark"].includes(config.theme)) document.documentElement.style.colorScheme = config.theme;
  if (config["tokens-css"]) document.head.append(make("link", { rel: "stylesheet", href: config["tokens-css"] }));
  if (config.locales) {
    const languages = config.locales.map((tag) => languageOf(WORDS, tag));
    locale = initialLocale((tag) => languages.includes(languageOf(WORDS, tag))) ?? config.locales[0];
  }
}

async function start() {
  if (returned.get("state")?.startsWith(POPUP)) return handOver();
  try {
    config = await loadConfig();
  } catch (error) {
    console.error(error.message);
    return showMessage(texts().notSetUp, [], "alert");
  }
  applyConfig();
  try {
    signIn = new SignIn(await import(FILES.oauth), config, ADDRESS);
  } catch (error) {
    return showFailure(error);
  }
  if (config.dpop) proveRequests();
  // A page that the browser has kept may show a customer who has signed out since.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  const attempt = takeAttempt();
  const isReturn = ["state", "code", "error"].some((name) => returned.has(name));
  const wanted = isReturn ? attempt?.vendor : returned.get("vendor");
  vendor = config.vendors.find(({ name }) => name === wanted) ?? config.vendors[0];
  if (returned.get("state") === SIGNED_OUT) {
    setAddress("");
    return showSignedOut();
  }
  if (!isReturn) return leaveForProvider();
  // Into the browser's cache, while the provider is asked for the tokens.
  for (const file of [FILES.wasm, FILES.style]) fetch(file).catch(() => {}); // The loader reports it.
  return finishSignIn(attempt);
}

start();
