// A page that the browser translates: it replaces each text by an element.

/**
 * Puts a text of the app's back in the place of its translation once the app changes it: a browser that translates a
 * page replaces each text by an element, and the app would go on writing into the text that is gone.
 */
export function followTranslation(container) {
  const translations = new Map(); // text → the element in its place
  let last; // The translation that was added last.
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, removedNodes } of changes) {
      if (type === "characterData") {
        translations.get(target)?.replaceWith(target);
        translations.delete(target);
        continue;
      }
      const [element] = [...addedNodes].filter((node) => node.localName === "font");
      if (element) last = element;
      const [text] = [...removedNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      if (!text || !last?.isConnected || last.parentNode !== target) continue;
      translations.set(text, last);
      observer.observe(text, { characterData: true });
      last = undefined;
    }
  });
  observer.observe(container, { childList: true, subtree: true });
}
