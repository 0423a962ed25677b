// Finds on the page what a customer sees: controls by their visible names, through open shadow roots. This file goes
// before each script that a journey runs.
const clean = (text) => text.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const text = (node) => clean(node?.textContent ?? "");
// A preview of the profile is not used by the journeys: the app takes its place at once. `preview.rs` has its own.
const isVisible = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[data-preview]");
const elements = () => [...document.querySelectorAll("carnet-profile")];
const framing = () => document.querySelector("carnet-frame");
const framed = () => framing()?.shadowRoot?.querySelector("iframe");
const roots = () => [document, ...elements().flatMap((element) => element.shadowRoot ?? [])];
const all = (css, within) =>
  (within ? [within] : roots()).flatMap((root) => [...root.querySelectorAll(css)]).filter(isVisible);

function one(found, kind, name, others) {
  if (found.length === 1) return found[0];
  throw new Error(`${found.length} times the ${kind} "${name}"; the page has: ${others.join(" | ")}`);
}

/** Resolves when the page as it is now has been painted and the app has moved the focus. */
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** Resolves when nothing comes in any more: it is transparent at first, and axe-core measures colours as they are. */
const still = () => {
  const transitions = roots().flatMap((root) => root.getAnimations()).filter((one) => one instanceof CSSTransition);
  return Promise.allSettled(transitions.map(({ finished }) => finished));
};

const labelOf = (control) => clean([...(control.labels ?? [])].map((label) => label.textContent).join(" "));

/** The name of a field, without the mark of a required one. */
function nameOf(control) {
  const withoutMark = (label) => {
    const copy = label.cloneNode(true);
    for (const mark of copy.querySelectorAll(".c-required")) mark.remove();
    return copy.textContent;
  };
  return clean([...(control.labels ?? [])].map(withoutMark).join(" "));
}

function group(name) {
  const title = (node) => text(node.querySelector("legend, h2"));
  const groups = all("fieldset, section");
  return one(groups.filter((node) => title(node) === name), "group", name, groups.map(title));
}

function field(name, inGroup) {
  const controls = all("input, select, textarea", inGroup && group(inGroup));
  return one(controls.filter((control) => nameOf(control) === name), "field", name, controls.map(labelOf));
}

function option(name, choice, inGroup) {
  const options = [...field(name, inGroup).options];
  return one(options.filter((one) => text(one) === choice), "option", choice, options.map(text));
}

/** The same, with the focus on the list: a customer puts it there, and not every driver does. */
function focusedOption(name, choice, inGroup) {
  field(name, inGroup).focus();
  return option(name, choice, inGroup);
}

/** The option of a list with this value, where its text is the browser's own. */
function optionWithValue(name, value) {
  const list = field(name);
  list.focus();
  const options = [...list.options];
  return one(options.filter((one) => one.value === value), "value", value, options.map((one) => one.value));
}

/** Chooses an option as the keyboard does: the list keeps the focus unless the app moves it. */
function choose(option) {
  const list = option.closest("select");
  list.value = option.value;
  for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
  return true;
}

/** Chooses in a combobox by typing a name or a code and pressing Enter. Returns whether the control is a combobox. */
function pick(control, typed) {
  if (control.getAttribute("role") !== "combobox") return false;
  control.focus();
  control.value = typed;
  control.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  const enter = { key: "Enter", bubbles: true, cancelable: true, composed: true };
  control.dispatchEvent(new KeyboardEvent("keydown", enter));
  return true;
}

/** Unfolds the optional steps of a new customer's form. */
const unfold = () => all("details").forEach((step) => (step.open = true));

function pressable(name) {
  const found = all("button, a[href], summary");
  // A part that opens has a name, and a hint at what is in it.
  const label = (node) => text(node.querySelector(":scope > .c-fold-name") ?? node);
  return one(found.filter((node) => label(node) === name), "button or link", name, found.map(label));
}

function scrolledIntoView(node) {
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
  return node;
}

const lines = (node) => {
  const parts = [...node.querySelectorAll("bdi")].map(text);
  return parts.length ? parts : [text(node)];
};

/** Every term of the page with the lines of its value, in order. */
const facts = () => all("dt").map((term) => [text(term), lines(term.parentElement.querySelector("dd"))]);

/** Every change of the review: its name, its lines before and its lines after. */
const changes = () =>
  all("li")
    .filter((item) => item.querySelector("dl"))
    .map((item) => [text(item.querySelector(".c-name")), ...[...item.querySelectorAll("dd")].map(lines)]);

const headings = () => all("h1").map(text);
/** The messages that screen readers announce by themselves: live regions, and groups that take the focus. */
const announcements = () => all("[role=alert], [role=status], [role=group][tabindex]").map((node) => clean(node.innerText));
const hasPreview = () => roots().some((root) => root.querySelector("[data-preview]"));
const pageText = () => hasPreview() ? "" : clean(roots().map((root) => root.body?.innerText ?? [...root.children].map((child) => child.innerText).join(" ")).join(" "));

/** The tag and the name of the element that has the focus. */
function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const name = nameOf(node) || text(node.querySelector("h2")) || text(node);
  return node === document.body ? "nothing" : `${node.localName} ${name}`;
}

/** Whether a control is marked as invalid, and its description. */
function described(name, inGroup) {
  const control = field(name, inGroup);
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  const root = control.getRootNode();
  return [control.getAttribute("aria-invalid"), ids.map((id) => text(root.getElementById(id))).join(" ")];
}
