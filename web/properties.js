// The properties that a host sets on <carnet-profile> and <carnet-frame>.

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isTexts = (value) => isObject(value) && Object.values(value).every((text) => typeof text === "string");

/** Sets again what the host has set before the element was defined: such a property hides the accessor. */
export function upgradeProperties(element) {
  for (const name of ["credentials", "labels"]) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    try {
      element[name] = value;
    } catch (error) {
      console.error(error); // An invalid value must not prevent the element.
    }
  }
}

/** Returns the value of the property `labels`, `{}` for none. Throws a TypeError if it is no table of texts. */
export function checkLabels(tag, value) {
  const labels = value ?? {};
  if (!isObject(labels) || !Object.values(labels).every(isTexts)) {
    throw new TypeError(`<${tag}> labels must be an object of the form { en: { "view.title": "My account" } }`);
  }
  return labels;
}
