// Compares the preview of a profile with the app's own page. This file goes after `page.js`.

/** The preview and the app, if they are there. */
const findApps = () => {
  const apps = roots().flatMap((root) => [...root.querySelectorAll(".c-app")]);
  const isPreview = (app) => app.hasAttribute("data-preview");
  return { preview: apps.find(isPreview), app: apps.find((app) => !isPreview(app)) };
};

/** The elements and texts of the language's selector and of the page, one in a line. What only the app has is left out:
 *  its dialog, the read-only parts, which come later, and what of an input is not in its markup. */
function outline(root) {
  const lines = [];
  const add = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const last = lines.at(-1);
      // The app may have a text in several nodes.
      if (last?.startsWith("  ".repeat(depth) + "“")) lines[lines.length - 1] = last.slice(0, -1) + node.data + "”";
      else if (node.data) lines.push("  ".repeat(depth) + `“${node.data}”`);
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("dialog, .c-cards > .c-card, .c-cards > .c-hint")) return;
    const left = ["data-preview", "data-ready", "readonly", "value", "checked", "aria-busy"];
    const named = [...node.attributes].filter(({ name, value }) => !left.includes(name) && !(name === "class" && !value));
    const attributes = named.map(({ name, value }) => `${name}=${value}`).sort();
    const state = node.localName === "input" ? [`value: ${node.value}`, `checked: ${node.checked}`] : [];
    lines.push("  ".repeat(depth) + [node.localName, ...attributes, ...state].join(" "));
    for (const child of node.childNodes) add(child, depth + 1);
  };
  add(root, 0);
  return lines;
}
