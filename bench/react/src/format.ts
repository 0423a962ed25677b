// Values as text, by the browser's Intl: one formatter of each kind and locale.

import i18next from "i18next";
import { rowsOf } from "./address";
import type { Civility } from "./api";
import { isRightToLeft } from "./i18n";
import { type CustomerRecord, type Field, type Group, GROUP_FIELDS } from "./record";

const cache = new Map<string, unknown>();

function cached<T>(kind: string, make: (locale: string) => T): T {
  const locale = i18next.language;
  const key = kind + locale;
  if (!cache.has(key)) cache.set(key, make(`${locale}-u-ca-gregory-nu-latn`));
  return cache.get(key) as T;
}

function displayName(type: "region" | "language", code: string): string {
  try {
    return cached(type, (locale) => new Intl.DisplayNames(locale, { type })).of(code) ?? code;
  } catch {
    return code;
  }
}

export const regionName = (code: string) => displayName("region", code);
export const languageName = (code: string) => displayName("language", code);

export const number = (value: number) =>
  cached("number", (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })).format(value);

export const sorted = <T extends { label: string }>(options: T[]): T[] => {
  const { compare } = cached("collator", (locale) => new Intl.Collator(locale));
  return options.sort((a, b) => compare(a.label, b.label));
};

export interface DateParts {
  year?: number;
  month?: number;
  day?: number;
}

export function dateParts(written: string | undefined): DateParts | undefined {
  const match = /^(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T ].*)?$/.exec(written ?? "");
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map((part) => (part ? Number(part) : undefined));
  const date = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1));
  date.setUTCFullYear(year!, (month ?? 1) - 1, day ?? 1);
  return date.getUTCMonth() + 1 === (month ?? 1) && date.getUTCDate() === (day ?? 1) ? { year, month, day } : undefined;
}

export function date(written: string): string {
  const parts = dateParts(written);
  if (!parts) return written;
  const format = cached(
    `date${!!parts.month}${!!parts.day}`,
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: "UTC",
        year: "numeric",
        month: parts.month ? "long" : undefined,
        day: parts.day ? "numeric" : undefined,
      }),
  );
  const day = new Date(0);
  day.setUTCFullYear(parts.year!, (parts.month ?? 1) - 1, parts.day ?? 1);
  return format.format(day);
}

export const dateOrder = (): ("year" | "month" | "day")[] =>
  cached("order", (locale) =>
    new Intl.DateTimeFormat(locale)
      .formatToParts(new Date(0))
      .map((part) => part.type)
      .filter((type) => type === "year" || type === "month" || type === "day"),
  );

const label = (key: string | undefined, code: string) => (key ? i18next.t(key) : code);

const PHONES: Record<string, string> = { HOME: "phone.home", MOBILE: "phone.mobile", OFFICE: "phone.office" };

const CHANNELS: Record<string, string> = {
  ALL: "channel.all",
  CGU_2: "channel.terms",
  CLUBMED_PLUS: "channel.clubmed-plus",
  CONFORMITY: "channel.conformity",
  EMAIL: "channel.email",
  FOSUN_PARTNERS: "channel.fosun-partners",
  MAIL: "channel.mail",
  PHONE: "channel.phone",
  PROFILING: "channel.profiling",
  SMS: "channel.sms",
  WECHAT: "channel.wechat",
  WHATSAPP: "channel.whatsapp",
};

const NATIONAL: Record<string, string> = {
  CPF: "national.cpf",
  CUIL: "national.cuil",
  DNI: "national.dni",
  ID_NUMBER: "national.id-number",
  NATIONAL_REGISTER: "national.national-register",
  SECURITY_NUMBER: "national.security-number",
  TAX_NUMBER: "national.tax-number",
};

const WORDS: Record<string, string> = {
  M: "gender.m",
  F: "gender.f",
  CLIENT: "customer.client",
  PROSPECT: "customer.prospect",
  NEW_CUSTOMER: "customer.new",
};

const TIERS: Record<string, string> = {
  NONE: "tier.none",
  TURQUOISE: "tier.turquoise",
  SILVER: "tier.silver",
  GOLD: "tier.gold",
  PLATINUM: "tier.platinum",
  EXCLUDED: "tier.excluded",
  UNAVAILABLE: "tier.unavailable",
  UNAVAILABLE_FOR_THIS_COUNTRY: "tier.unavailable-country",
};

export const phoneKind = (code: string) => label(PHONES[code], code);
export const channel = (code: string) => label(CHANNELS[code], code);
export const nationalKind = (code: string) => label(NATIONAL[code], code);
export const word = (code: string) => label(WORDS[code], code);
export const tier = (code: string) => label(TIERS[code], code);
export const PHONE_KINDS = ["MOBILE", "HOME", "OFFICE"];
export const NATIONAL_KINDS = Object.keys(NATIONAL);

export const yesNo = (yes: boolean) => i18next.t(yes ? "view.yes" : "view.no");

export const fieldLabel = (field: Field): string =>
  i18next.t(
    field === "identity"
      ? "label.national-id"
      : field === "optins"
        ? "label.opt-ins"
        : field === "personal_data_usage_allowed"
          ? "label.data-use"
          : field === "language_code"
            ? "label.language"
            : field === "birth_country_code"
              ? "label.birth-country"
              : `label.${field.replaceAll("_", "-")}`,
  );

/** The fields in the order of the language: family name first if the language puts it first. */
export function ordered(all: Field[]): Field[] {
  const fields = [...all];
  if (i18next.t("name.full", { first: "1", last: "2" }).startsWith("2")) {
    for (const prefix of ["", "unicode_"] as const) {
      if (!fields.includes(`${prefix}last_name`)) continue;
      fields.splice(fields.indexOf(`${prefix}last_name`), 1);
      fields.splice(fields.indexOf(`${prefix}first_name`), 0, `${prefix}last_name`);
    }
  }
  return fields;
}

export function fullName({ texts }: CustomerRecord): string | undefined {
  for (const prefix of ["", "unicode_"] as const) {
    const [first, last] = [texts[`${prefix}first_name`], texts[`${prefix}last_name`]];
    if (first && last) {
      const key = /^[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff]+$/.test(first + last) ? "name.cjk" : "name.full";
      return i18next.t(key, { first, last });
    }
    if (first || last) return first ?? last;
  }
  return undefined;
}

export interface DisplayLine {
  text: string;
  isCode?: boolean;
  isSensitive?: boolean;
}

export function linesOf(record: CustomerRecord, field: Field, civilities: Civility[]): DisplayLine[] {
  const plain = (text: string): DisplayLine[] => [{ text }];
  switch (field) {
    case "birthdate":
      return record.birthdate ? plain(date(record.birthdate)) : [];
    case "identity": {
      if (!record.identity) return [];
      const { number = "", type } = record.identity;
      return [{ text: type ? `\u2066${number}\u2069 · ${nationalKind(type)}` : number, isSensitive: true }];
    }
    case "phones": {
      const mark = isRightToLeft(i18next.language) ? "\u200f" : "";
      return record.phones.map(({ number = "", type }) =>
        type ? { text: `${mark}\u2066${number}\u2069 · ${phoneKind(type)}` } : { text: number, isCode: true },
      );
    }
    case "address": {
      if (!record.address) return [];
      const { country_code: code, country } = record.address;
      const name = code ? regionName(code) : country;
      return [...rowsOf(record.address), ...(name ? [name] : [])].map((text) => ({ text }));
    }
    case "optins":
      return record.optins.flatMap((one) => {
        const name = `\u2068${channel(one.channel)}\u2069`;
        const answer = (agreed: boolean | undefined) =>
          agreed === undefined ? i18next.t("view.unknown") : yesNo(agreed);
        const lines = plain(i18next.t("view.pair", { name, value: answer(one.optin) }));
        if (one.optin_partners !== undefined) {
          const partners = i18next.t("opt-ins.partners", { channel: name });
          lines.push({ text: i18next.t("view.pair", { name: partners, value: yesNo(one.optin_partners) }) });
        }
        return lines;
      });
    case "personal_data_usage_allowed":
      return record[field] === undefined ? [] : plain(yesNo(record[field]));
    default: {
      const value = record.texts[field];
      if (value === undefined) return [];
      switch (field) {
        case "civility":
          return plain(civilities.find((civility) => civility.code === value)?.label ?? value);
        case "birth_country_code":
          return plain(regionName(value));
        case "language_code":
          return plain(languageName(value.toLowerCase()));
        case "email":
          return [{ text: value, isCode: true }];
        default:
          return plain(value);
      }
    }
  }
}

const GROUP_KEYS: Record<Group, string> = {
  name: "group.name",
  "native-name": "group.native-name",
  birth: "group.birth",
  "national-id": "label.national-id",
  email: "label.email",
  phones: "label.phones",
  "postal-address": "label.address",
  language: "label.language",
  "opt-ins": "label.opt-ins",
  "data-use": "label.data-use",
};

export const groupLabel = (group: Group): string => i18next.t(GROUP_KEYS[group]);

/** The names of the rows that some fields are in, as a list within a sentence. */
export function groupNames(fields: Field[]): string {
  const groups = (Object.keys(GROUP_FIELDS) as Group[]).filter((group) =>
    GROUP_FIELDS[group].some((field) => fields.includes(field)),
  );
  return cached("list", (locale) => new Intl.ListFormat(locale)).format(groups.map(groupLabel));
}

/** The whole name in one script, in the order of the language. */
function wholeName({ texts }: CustomerRecord, prefix: "" | "unicode_"): string | undefined {
  const given = (["first", "second", "third", "fourth"] as const).map((part) => texts[`${prefix}${part}_name`]);
  const first = given.filter(Boolean).join(" ");
  const last = texts[`${prefix}last_name`];
  return first && last ? i18next.t("name.full", { first, last }) : first || last;
}

/** The value of a row, as lines. */
export function groupLines(record: CustomerRecord, group: Group, civilities: Civility[]): DisplayLine[] {
  const { texts } = record;
  switch (group) {
    case "name": {
      const title = linesOf(record, "civility", civilities)[0]?.text;
      const name = wholeName(record, "");
      const text = title && name ? i18next.t("name.titled", { title, name }) : (name ?? title);
      return text ? [{ text }] : [];
    }
    case "native-name": {
      const own = wholeName(record, "unicode_");
      if (!own || own === wholeName(record, "")) return [];
      return [{ text: [texts.unicode_civility, own].filter(Boolean).join(" · ") }];
    }
    case "birth": {
      const parts = GROUP_FIELDS.birth.flatMap((field) => linesOf(record, field, civilities));
      return parts.length > 0 ? [{ text: parts.map(({ text }) => text).join(" · ") }] : [];
    }
    default:
      return GROUP_FIELDS[group].flatMap((field) => linesOf(record, field, civilities));
  }
}

/** The initials of a name; the first letter in a script without capitals. */
export function initials(record: CustomerRecord): string {
  const name = fullName(record) ?? "";
  if (/[\u0370-\u1dff\u2e80-\uffff]/.test(name)) return [...name].slice(0, 1).join("");
  const { first_name = "", last_name = "" } = record.texts;
  return [first_name, last_name]
    .map((text) => [...text][0] ?? "")
    .join("")
    .toUpperCase();
}
