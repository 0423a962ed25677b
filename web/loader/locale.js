// Locale negotiation before the app runs: the locale that the app will choose, and its catalogues.

import { ASSETS, CONTRACT } from "./build.js";

function storedLocale() {
  try {
    return localStorage.getItem("carnet.locale");
  } catch {
    return null; // Storage is blocked.
  }
}

/** Returns the language of a tag, for Chinese with its script: tags with the same result share a catalogue. */
function readingLanguage(tag) {
  const [written] = tag.toLowerCase().split("-");
  const language = CONTRACT.languageAliases[written] ?? written;
  if (language !== "zh") return language;
  return /-hans\b/i.test(tag) || !/-(hant|tw|hk|mo)\b/i.test(tag) ? "zh-hans" : "zh-hant";
}

const regionOf = (tag) => /^[a-z]+(?:-[a-z]{3,4})*-([a-z]{2}|\d{3})\b/i.exec(tag)?.[1].toUpperCase();

/** Returns the variety of its language that a tag's region reads (`variety` in src/i18n/tag.rs). */
function varietyOf(tag) {
  const language = readingLanguage(tag);
  return Object.keys(CONTRACT.varieties).find((variety) => {
    const [of, ...regions] = CONTRACT.varieties[variety].split(" ");
    return of === language && regions.includes(regionOf(tag));
  });
}

/** Splits an attribute that lists tags. */
export const parseTags = (list) => (list ?? "").split(/[\s,]+/).filter(Boolean);

/** Returns the locale that the app will negotiate (`negotiate` in src/i18n/mod.rs). */
export function expectedLocale(element) {
  const host = element.getAttribute("locale")?.trim();
  if (host) return host;
  const offered = parseTags(element.getAttribute("locales")?.trim() || CONTRACT.locales);
  for (const wish of [storedLocale(), ...(navigator.languages ?? []), "en"]) {
    if (typeof wish !== "string" || !wish) continue;
    const related = offered.filter((offer) => readingLanguage(offer) === readingLanguage(wish));
    const found =
      offered.find((offer) => offer.toLowerCase() === wish.toLowerCase()) ??
      related.find((offer) => regionOf(wish) && varietyOf(offer) === varietyOf(wish)) ??
      related[0];
    if (found) return found;
  }
  return offered[0];
}

/** Returns the names of a tag's catalogues, the best last: its language's, its variety's, and its own if it is that of a
 *  pseudo-locale. Each name is `undefined` if there is no such file; English is in the app. */
export function cataloguesFor(tag) {
  const find = (range) => Object.keys(ASSETS.catalogues).find((name) => name.toLowerCase() === range);
  return [find(readingLanguage(tag)) ?? "en", varietyOf(tag), find(tag.toLowerCase())];
}

/** Returns the name of the file with a tag's text; `undefined` if there is none. */
export const catalogueFor = (tag) => cataloguesFor(tag).findLast((name) => name in ASSETS.catalogues);
