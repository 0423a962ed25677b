// The language of a page around the element: which of the page's own texts are shown, and in which direction.

/** Returns the key of a locale in a table of texts: its language, for Chinese with its script; `undefined` if there is
 *  none. */
export function languageOf(words, locale) {
  const [own, ...rest] = locale.toLowerCase().split("-");
  const isTraditional = ["hant", "tw", "hk", "mo"].some((subtag) => rest.includes(subtag));
  const tag = own === "zh" ? (isTraditional ? "zh-Hant" : "zh-Hans") : own;
  return Object.hasOwn(words, tag) ? tag : undefined;
}

/** Returns the direction of a language: "ltr" or "rtl". */
export function directionOf(tag, rightToLeftScripts) {
  const locale = new Intl.Locale(tag);
  // Engines have a method, an older property, or neither (Firefox). Some lack the data of languages such as Dhivehi.
  // The usual script of a language, which every engine knows, covers these cases.
  const { direction } = locale.getTextInfo?.() ?? locale.textInfo ?? {};
  return direction === "rtl" || rightToLeftScripts.includes(locale.maximize().script) ? "rtl" : "ltr";
}

/** Returns the locale that was chosen in the app before, or else the browser's; `isOffered` says which may be used. */
export function initialLocale(isOffered) {
  let stored;
  try {
    stored = localStorage.getItem("carnet.locale");
  } catch {
    // Storage is blocked.
  }
  return [stored, ...navigator.languages].find((tag) => tag && isOffered(tag));
}
