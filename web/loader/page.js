// Pages without the app: the skeleton, the error page, and the banner after a crash.

import { ENGLISH } from "./build.js";
import { make } from "./dom.js";
import { loadCatalogue } from "./files.js";
import { catalogueFor, cataloguesFor, expectedLocale } from "./locale.js";
import { wait } from "./time.js";

/** Returns the text to show without the app, in English if the element's catalogue does not arrive in time. */
async function textFor(element) {
  // The app keeps `lang` up to date. Before it runs, the negotiated locale is the best guess.
  const tag = element.lang || expectedLocale(element) || navigator.language;
  const catalogue = catalogueFor(tag);
  const own = cataloguesFor(tag).map((name) => element.labels[name]);
  try {
    // English after 3 seconds is better than waiting for a catalogue that may never arrive.
    const text = catalogue && (await Promise.race([loadCatalogue(catalogue), wait(3000)]));
    if (text) return Object.assign({ lang: tag }, JSON.parse(text), ...own);
  } catch {
    // Falls back to English below.
  }
  return Object.assign({ lang: "en" }, ENGLISH, ...(catalogue ? [element.labels.en] : own));
}

/** Sets the text of nodes once the catalogue is known. Only once, or a live region is announced in two languages. */
function setText(element, ...parts) {
  textFor(element).then((text) => {
    for (const [node, key] of parts) {
      node.lang = text.lang;
      node.textContent = text[key];
    }
  });
}

const div = (className, ...children) => make("div", { class: className }, ...children);

/** Renders the skeleton of a profile until the app runs: the same one that the app shows while it loads a profile. */
export function makeSkeletonPage(element) {
  const skeleton = div("c-skeleton", ...Array.from({ length: 4 }, () => div("c-skeleton-block")));
  skeleton.setAttribute("aria-hidden", "true");
  const title = make("h1", { class: "c-hidden" });
  const status = make("p", { role: "status" });
  setText(element, [title, "view.title"], [status, "view.loading"]);
  return div("c-app", div("c-bar"), div("c-page", title, status, make("p", { class: "c-late" }), skeleton));
}

function makeButton(element, key, onClick) {
  const button = make("button", { type: "button", class: "c-secondary", part: "button secondary" });
  button.addEventListener("click", onClick);
  setText(element, [button, key]);
  return button;
}

/** Renders a message with a button that reloads the page, after these buttons. */
export function makeBanner(element, keys, ...buttons) {
  // The first of several is a heading.
  const parts = keys.map((key, index) => [make(index < keys.length - 1 ? "h2" : "p"), key]);
  setText(element, ...parts);
  buttons.push(makeButton(element, "loader.reload", () => location.reload()));
  return make(
    "div",
    { class: "c-banner", part: "banner", "data-kind": "bad", role: "alert" },
    ...parts.map(([text]) => text),
    make("div", { class: "c-actions", part: "actions" }, ...buttons),
  );
}

/** Renders the same banner on a page of its own, if the app could not be started. */
export function makeErrorPage(element, ...keys) {
  const title = make("h1", { class: "c-title", part: "title" });
  setText(element, [title, "view.title"]);
  return div("c-app", title, makeBanner(element, keys));
}

/** Returns what stands in the fields and lists of a form, one in a line, with its label. */
export function enteredText(container) {
  const controls = [...container.querySelectorAll("form :is(input:not([type=checkbox], [type=radio]), select)")];
  const lines = controls.filter(({ value }) => value).map((control) => {
    const value = control.selectedOptions?.[0]?.textContent ?? control.value;
    return [control.labels?.[0]?.textContent.trim(), value].filter(Boolean).join(": ");
  });
  return lines.join("\n");
}

/** Returns a button that copies a text. Where the browser does not let it, the text is shown to be copied by hand. */
export function makeCopyButton(element, text) {
  const button = makeButton(element, "loader.copy", async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(element, [button, "loader.copied"]);
    } catch {
      const field = make("textarea", { class: "c-input", readonly: "" });
      field.value = text;
      button.replaceWith(field);
      field.select();
    }
  });
  return button;
}
