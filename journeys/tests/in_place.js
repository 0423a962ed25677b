// Changes the display of a state without reaching it again. This file goes after page.js.

/** What is on the page apart from texts and colours: the visible nodes, their states, and the focus. The order is left
 *  out, because it depends on the language, as that of given and family name does. */
function shape() {
  // A combobox holds the name of a language or a country, which is another in each language.
  const value = (node) => node.role !== "combobox" && node.matches("input, select") && node.value;
  const line = (node) =>
    [node.localName, node.id, node.className?.baseVal ?? node.className, node.ariaInvalid, node.ariaExpanded, node.ariaBusy, node.disabled, node.open, node.checked, value(node)].join(" ");
  const focus = roots().map((root) => root.activeElement?.localName + (root.activeElement?.id ?? ""));
  return [location.hash, ...focus, ...all("*:not(option)").map(line).sort()].join("\n");
}

/** Shows the page in another display (`setDisplay` in overrides.js). Returns why this state needs another visit for it,
 *  or nothing: the page must be in the language and have the shape of the state. */
async function showInPlace(query, wanted) {
  window.setDisplay(query);
  const language = new URLSearchParams(query).get("pseudo") ?? "en";
  const end = performance.now() + 800;
  let reason;
  do {
    await painted().then(painted);
    const [element] = elements();
    if (element && !element.lang.startsWith(language)) reason = `its language is ${element.lang}`;
    else if (shape() !== wanted) reason = difference(wanted, shape());
    else return null;
  } while (performance.now() < end);
  return reason;
}

/** The first line that differs. */
function difference(wanted, found) {
  const [before, after] = [wanted.split("\n"), found.split("\n")];
  const index = before.findIndex((line, index) => line !== after[index]);
  return `“${before[index] ?? "nothing"}” has become “${after[index] ?? "nothing"}”`;
}
