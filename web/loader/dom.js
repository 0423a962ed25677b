// Elements of the host's document. Its functions are taken from the prototype: a form with such a name on the host's page
// hides the document's own.

const { createElement, querySelectorAll } = globalThis.Document?.prototype ?? {};

/** Returns a new element. */
export function make(name, attributes = {}, ...children) {
  const node = createElement.call(document, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Returns the links of the host's page that preload a file. */
export const preloadLinks = () => [...(querySelectorAll?.call(document, "link[rel=preload]") ?? [])];
