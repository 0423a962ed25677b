// The first read of the profile: what the app will request, so that the loader can send it while the app's code loads.

import { CONTRACT } from "./build.js";
import { parseTags } from "./locale.js";

/** Whether a value matches the pattern of its attribute: then the app will accept it. */
const matches = (pattern, value) => new RegExp(`^(${pattern})$`).test(value);

/** Whether the app will accept the attributes that every vendor has. If not, nothing may be requested. */
export function hasValidAttributes(element) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  try {
    Intl.getCanonicalLocales([...parseTags(attribute("locale")), ...parseTags(attribute("locales"))]);
  } catch {
    return false; // An invalid tag, or one that `Intl` does not accept: the app decides.
  }
  return Object.entries(CONTRACT.attributes).every(
    ([name, pattern]) => !attribute(name) || matches(pattern, attribute(name)),
  );
}

/** Percent-encodes a path segment or a query value, exactly as the app does (`segment` in src/http.rs). */
export const encodeSegment = (text) =>
  encodeURIComponent(text).replace(/[.!'()*]/g, (letter) => `%${letter.charCodeAt().toString(16).toUpperCase()}`);

/** Returns the vendor's query as the app writes it (src/vendor_api/query.rs); `undefined` if a value may be invalid. A
 *  parameter has the name of its attribute, in camel case. */
export function queryString(element, vendor) {
  const attribute = (name) => element.getAttribute(name)?.trim();
  const hasValue = ([name, value]) => attribute(name)?.split(",").includes(value);
  const pairs = [];
  for (const [name, pattern] of Object.entries(CONTRACT.parameters[vendor] ?? {})) {
    let value = attribute(name);
    // Only the pattern of a flag matches an empty value, which is true.
    if (value === "" && matches(pattern, value)) value = "true";
    if (!value) {
      if (CONTRACT.required.includes(name)) return;
      continue;
    }
    if (!matches(pattern, value) || !Object.entries(CONTRACT.needs[name] ?? {}).every(hasValue)) return;
    const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    pairs.push(`${camel}=${value.split(",").map(encodeSegment).join(",")}`);
  }
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/** For each vendor, the path of a profile and the headers of its request, without query and token. `false` means that
 *  the app might not send this request. */
export const READS = {
  clubmed: (id, locale, { apiKey }) =>
    /^[1-9]\d*$/.test(id) && [
      `/v2/customers/${id}/profile`,
      { "accept-language": locale, ...(apiKey && { "x-api-key": apiKey }) },
    ],
  capillary: (id, locale) => /^\d+$/.test(id) && [`/v2/customers/${id}`, { language: locale.split("-")[0] }],
  imprint: (id) => !/^(%2E){1,2}$/.test(id) && [`/v2/customers/${id}`, {}],
};
