// The check of carnet.config.json: what of JSON Schema account.schema.json uses, and what a schema cannot say.

/** The parameters of the authorization request that the page itself sets. */
const OWN_PARAMETERS = [
  "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_mode", "response_type",
  "scope", "state", "ui_locales",
];

const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

const inWords = (value) => (typeOf(value) === "string" ? `"${value}"` : JSON.stringify(value));

/** Returns a sentence, `key: reason`, for each error of a value under a schema. */
function schemaErrors(schema, value, key) {
  const isValid =
    typeOf(value) === schema.type &&
    (schema.enum?.includes(value) ?? true) &&
    (schema.type !== "string" || value.length >= (schema.minLength ?? 0)) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value)) &&
    (schema.type !== "array" || value.length >= (schema.minItems ?? 0)) &&
    (!schema.uniqueItems || new Set(value).size === value.length);
  if (!isValid) {
    const choices = schema.enum ? ` (${schema.enum.join(", ")})` : "";
    return [`${key || "the file"}: ${inWords(value)} is not ${schema.title}${choices}`];
  }
  if (schema.type === "object") return tableErrors(schema, value, key);
  if (schema.type !== "array") return [];
  return value.flatMap((item, index) => schemaErrors(schema.items, item, `${key}[${index}]`));
}

function tableErrors(schema, table, key) {
  const path = (name) => (key ? `${key}.${name}` : name);
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(table, name));
  const errors = missing.map((name) => `${path(name)}: is missing: ${schema.properties[name].description}`);
  for (const [name, value] of Object.entries(table)) {
    const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties[name] : schema.additionalProperties;
    if (own) errors.push(...schemaErrors(own, value, path(name)));
    else errors.push(`${path(name)}: is not known: use ${Object.keys(schema.properties).join(", ")}`);
  }
  return errors;
}

/** Returns the errors of a vendor that only its name explains. */
function vendorErrors(contract, { name, attributes = {}, create, ...vendor }, key) {
  const { parameters, required } = contract.vendors[name];
  const errors = required
    .filter((attribute) => !Object.hasOwn(attributes, attribute))
    .map((attribute) => `${key}.attributes.${attribute}: is missing: ${name} needs it`);
  for (const attribute of Object.keys(attributes)) {
    if (parameters.includes(attribute)) continue;
    const use = parameters.length ? `use ${parameters.join(", ")}` : "it has none";
    errors.push(`${key}.attributes.${attribute}: is no attribute of ${name}: ${use}`);
  }
  const isClubMed = name === "clubmed";
  if (isClubMed && !vendor["api-key"]) errors.push(`${key}.api-key: is missing: ${name} needs it`);
  if (!isClubMed && vendor["api-key"]) errors.push(`${key}.api-key: ${name} has none: remove it`);
  if (!isClubMed && create) errors.push(`${key}.create: profiles of ${name} cannot be created: remove it`);
  return errors;
}

/** Returns a sentence for each error of a configuration: the key and the reason. */
export function configErrors(schema, contract, config) {
  const errors = schemaErrors(schema, config, "");
  if (errors.length) return errors;
  for (const name of Object.keys(config.parameters ?? {})) {
    if (OWN_PARAMETERS.includes(name)) errors.push(`parameters.${name}: the page itself sets it: remove it`);
  }
  const names = config.vendors.map(({ name }) => name);
  config.vendors.forEach((vendor, index) => {
    errors.push(...vendorErrors(contract, vendor, `vendors[${index}]`));
    if (names.indexOf(vendor.name) < index) errors.push(`vendors[${index}].name: ${vendor.name} is there twice`);
  });
  return errors;
}
