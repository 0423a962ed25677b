// The files of the build: fetched with their integrity, and, if that fails, with the reason.

import { ASSETS } from "./build.js";
import { abortAfter } from "./time.js";

/** A file of this build is gone from the server: there is a newer build, and a reload helps. */
export class OutdatedError extends Error {}

/** A file has another content than that of this build. */
export class AlteredError extends Error {}

/** Fetches a bundled file. Rejects if its content does not match the hash the bundler computed. */
export async function fetchAsset(asset, { cache = "default", signal } = {}) {
  try {
    const response = await fetch(asset.url, { integrity: asset.integrity, cache, signal });
    if (response.ok) return response;
    throw new Error(`${asset.url} answered ${response.status}`);
  } catch (error) {
    throw (await reasonFor(asset.url, cache, signal)) ?? error;
  }
}

/** Returns why a file could not be fetched; `undefined` for a lost connection. A browser does not tell the two apart: the
 *  content of a 404 does not match the integrity either. */
async function reasonFor(url, cache, signal) {
  const response = await fetch(url, { method: "HEAD", cache: "no-store", signal }).catch(() => undefined);
  if (!response) return undefined;
  // A server that answers every path with a page has no such file either.
  if ([404, 410].includes(response.status) || /html/.test(response.headers.get("content-type"))) {
    return new OutdatedError(`${url} is not on the server: keep the files of earlier versions (docs/deploy.md)`);
  }
  // What the HTTP cache has proves nothing.
  if (!response.ok || cache !== "reload") return undefined;
  return new AlteredError(`${url} is not the file that was built: a proxy or a build step has changed it`);
}

/** Returns the text of a catalogue, of the states or of a style sheet. */
async function loadText(asset, { signal } = {}) {
  if (!asset.load) return (await fetchAsset(asset, { signal })).text();
  const aborted = new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  return (await Promise.race([asset.load(), aborted])).default;
}

const catalogues = new Map(); // language → promise of its text

/** Returns the text of a language's catalogue. */
export function loadCatalogue(language) {
  if (!catalogues.has(language)) {
    const asset = ASSETS.catalogues[language];
    const text = asset
      ? loadText(asset)
      : Promise.reject(new Error(`there is no catalogue for ${language}`));
    text.catch(() => catalogues.delete(language)); // So that the next call retries.
    catalogues.set(language, text);
  }
  return catalogues.get(language);
}

const sheets = new Map(); // style sheet → promise of its object, which all elements share

/** Returns the object of a style sheet. */
export function loadSheet(asset) {
  if (!sheets.has(asset)) {
    const sheet = loadText(asset).then((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    sheet.catch(() => sheets.delete(asset)); // So that the next element tries again.
    sheets.set(asset, sheet);
  }
  return sheets.get(asset);
}

let regionLists; // The promise of all countries' lists of states.

/** Returns a country's list of states as JSON text. Rejects after 5 seconds: the customer then types the state. */
export async function loadRegions(country) {
  regionLists ??= loadText(ASSETS.regions, { signal: abortAfter(5000).signal }).then(JSON.parse);
  regionLists.catch(() => (regionLists = undefined)); // So that the next call retries.
  const list = (await regionLists)[country];
  if (!list) throw new Error(`there is no list for ${country}`);
  return JSON.stringify(list);
}
