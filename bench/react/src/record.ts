// The customer's record, as it is read from Club Med's profile.

export const TEXTS = [
  "civility",
  "first_name",
  "second_name",
  "third_name",
  "fourth_name",
  "last_name",
  "unicode_civility",
  "unicode_first_name",
  "unicode_second_name",
  "unicode_third_name",
  "unicode_fourth_name",
  "unicode_last_name",
  "birth_city",
  "birth_country_code",
  "email",
  "language_code",
] as const;

export type Text = (typeof TEXTS)[number];

/** The smallest thing a change carries: a line of text, or a whole date, identifier, list or address. */
export type Field = Text | "birthdate" | "identity" | "phones" | "address" | "optins" | "personal_data_usage_allowed";

export type Section = "identity" | "contact" | "address" | "preferences";

export const SECTIONS: Record<Section, Field[]> = {
  identity: [
    "civility",
    "first_name",
    "second_name",
    "third_name",
    "fourth_name",
    "last_name",
    "unicode_civility",
    "unicode_first_name",
    "unicode_second_name",
    "unicode_third_name",
    "unicode_fourth_name",
    "unicode_last_name",
    "birth_city",
    "birth_country_code",
    "birthdate",
    "identity",
  ],
  contact: ["email", "phones"],
  address: ["address"],
  preferences: ["language_code", "optins", "personal_data_usage_allowed"],
};

/** The fields that are shown in one row and edited together. */
export type Group =
  | "name"
  | "native-name"
  | "birth"
  | "national-id"
  | "email"
  | "phones"
  | "postal-address"
  | "language"
  | "opt-ins"
  | "data-use";

export const GROUPS: Record<Section, Group[]> = {
  identity: ["name", "native-name", "birth", "national-id"],
  contact: ["email", "phones"],
  address: ["postal-address"],
  preferences: ["language", "opt-ins", "data-use"],
};

export const GROUP_FIELDS: Record<Group, Field[]> = {
  name: ["civility", "first_name", "second_name", "third_name", "fourth_name", "last_name"],
  "native-name": [
    "unicode_civility",
    "unicode_first_name",
    "unicode_second_name",
    "unicode_third_name",
    "unicode_fourth_name",
    "unicode_last_name",
  ],
  birth: ["birthdate", "birth_city", "birth_country_code"],
  "national-id": ["identity"],
  email: ["email"],
  phones: ["phones"],
  "postal-address": ["address"],
  language: ["language_code"],
  "opt-ins": ["optins"],
  "data-use": ["personal_data_usage_allowed"],
};

export interface Phone {
  number?: string;
  type?: string;
}

export interface OptIn {
  channel: string;
  optin?: boolean;
  optin_partners?: boolean;
}

export interface NationalId {
  number?: string;
  type?: string;
}

export const LINES = [
  "number",
  "street",
  "add_on",
  "town",
  "zip_code",
  "city",
  "state_or_district",
  "country",
  "country_code",
  "additional_information_1",
  "additional_information_2",
] as const;

export type Line = (typeof LINES)[number];
export type Address = Partial<Record<Line, string>>;

export interface CustomerRecord {
  texts: Partial<Record<Text, string>>;
  birthdate?: string;
  identity?: NationalId;
  phones: Phone[];
  address?: Address;
  optins: OptIn[];
  personal_data_usage_allowed?: boolean;
}

export interface Loyalty {
  status?: string;
  previous_status?: string;
  points?: number;
  is_platinum_for_life?: boolean;
  platinum_for_life_since?: string;
}

export type FactKind = "code" | "word" | "language" | "secret";

export interface Profile {
  record: CustomerRecord;
  loyalty?: Loyalty;
  facts: { key: string; kind: FactKind; value: string }[];
  locale?: string;
}

const FACTS: [string, string, FactKind][] = [
  ["gm_number", "fact.member-number", "code"],
  ["gender", "fact.gender", "word"],
  ["customer_type", "fact.customer-type", "word"],
  ["customer_status", "fact.customer-status", "word"],
  ["filiation_number", "fact.filiation-number", "code"],
  ["locale", "fact.locale", "language"],
  ["language", "fact.locale", "language"],
  ["health_pass_id", "fact.health-pass", "secret"],
];

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

const flag = (value: unknown) => (typeof value === "boolean" ? value : undefined);

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function readAddress(value: unknown): Address | undefined {
  if (!isObject(value)) return undefined;
  const address: Address = {};
  for (const line of LINES) {
    const written = text(value[line]);
    if (written !== undefined) address[line] = written;
  }
  return Object.keys(address).length > 0 ? address : undefined;
}

function readIdentity(value: unknown): NationalId | undefined {
  if (!isObject(value)) return undefined;
  const [number, type] = [text(value.number), text(value.type)];
  return number === undefined && type === undefined ? undefined : { number, type };
}

export function readProfile(body: unknown): Profile {
  const source = isObject(body) ? body : {};
  const texts: CustomerRecord["texts"] = {};
  for (const name of TEXTS) {
    const value = text(source[name]);
    if (value !== undefined) texts[name] = value;
  }
  const phones = list(source.phones).filter(isObject) as Phone[];
  const old = text(source.phone);
  const facts: Profile["facts"] = [];
  for (const [member, key, kind] of FACTS) {
    const value = text(source[member]);
    if (value !== undefined && !facts.some((fact) => fact.key === key)) facts.push({ key, kind, value });
  }
  return {
    record: {
      texts,
      birthdate: text(source.birthdate) ?? text(source.birthday),
      identity: readIdentity(source.identity),
      phones: phones.length === 0 && old !== undefined ? [{ number: old }] : phones,
      address: readAddress(source.address),
      optins: list(source.optins).filter((one) => isObject(one) && text(one.channel) !== undefined) as OptIn[],
      personal_data_usage_allowed: flag(source.personal_data_usage_allowed),
    },
    loyalty: isObject(source.loyalty_program) ? (source.loyalty_program as Loyalty) : undefined,
    facts,
    locale: text(source.locale) ?? text(source.language),
  };
}
