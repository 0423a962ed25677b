// What a person finds on the page: controls by their words, through open shadow roots. Put before each script.
const clean = (words) => words.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const text = (node) => clean(node?.textContent ?? "");
const seen = (node) => node.checkVisibility({ visibilityProperty: true });
const elements = () => [...document.querySelectorAll("carnet-profile")];
const framing = () => document.querySelector("carnet-frame");
const framed = () => framing()?.shadowRoot?.querySelector("iframe");
const roots = () => [document, ...elements().flatMap((element) => element.shadowRoot ?? [])];
const all = (css, within) =>
  (within ? [within] : roots()).flatMap((root) => [...root.querySelectorAll(css)]).filter(seen);

function one(found, kind, name, others) {
  if (found.length === 1) return found[0];
  throw new Error(`${found.length} times the ${kind} "${name}"; there are: ${others.join(" | ")}`);
}

/** When the page has been painted as it is now, with the focus where the app puts it. */
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const labelOf = (control) => clean([...(control.labels ?? [])].map((label) => label.textContent).join(" "));

/** The name of a field, without the mark of "First name (required)". */
const nameOf = (control) => labelOf(control).replace(/ \([^)]*\)$/, "");

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

/** The same, of a list that has the focus: a person gives it to the list, and not every driver does. */
function chosen(name, choice, inGroup) {
  field(name, inGroup).focus();
  return option(name, choice, inGroup);
}

/** The option that stands for a value, where its words are the browser's. */
function coded(name, value) {
  const list = field(name);
  list.focus();
  const options = [...list.options];
  return one(options.filter((one) => one.value === value), "value", value, options.map((one) => one.value));
}

/** Chooses an option as the keyboard does: the list keeps the focus, unless somebody takes it. */
function pick(option) {
  const list = option.closest("select");
  list.value = option.value;
  for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
  return true;
}

function pressable(name) {
  const found = all("button, a[href]");
  return one(found.filter((node) => text(node) === name), "button or link", name, found.map(text));
}

/** The same, in sight. */
function near(node) {
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
  return node;
}

const lines = (node) => {
  const parts = [...node.querySelectorAll("bdi")].map(text);
  return parts.length ? parts : [text(node)];
};

/** Every term with the lines of its value, in order. */
const facts = () => all("dt").map((term) => [text(term), lines(term.parentElement.querySelector("dd"))]);

/** Every change on the review: its name, and the lines before and after. */
const changes = () =>
  all("li")
    .filter((item) => item.querySelector("dl"))
    .map((item) => [text(item.querySelector(".c-name")), ...[...item.querySelectorAll("dd")].map(lines)]);

const headings = () => all("h1").map(text);
/** What is read out without being asked for: live regions, and what takes the focus when it appears. */
const spoken = () => all("[role=alert], [role=status], [role=group][tabindex]").map((node) => clean(node.innerText));
const whole = () => clean(roots().map((root) => root.body?.innerText ?? [...root.children].map((child) => child.innerText).join(" ")).join(" "));

function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const words = nameOf(node) || text(node.querySelector("h2")) || text(node);
  return node === document.body ? "nothing" : `${node.localName} ${words}`;
}

/** What a screen reader is told of a control beside its name. */
function described(name, inGroup) {
  const control = field(name, inGroup);
  const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  const root = control.getRootNode();
  return [control.getAttribute("aria-invalid"), ids.map((id) => text(root.getElementById(id))).join(" ")];
}
