// The draft: the text in the form, its validation, and the record that it asks for.

import * as v from "valibot";
import i18next from "i18next";
import { isSame } from "./change";
import { dateParts } from "./format";
import { LINES, TEXTS, type Address, type CustomerRecord, type Field, type Line, type Text } from "./record";

export interface Draft {
  texts: Record<Text, string>;
  birthdate: { year: string; month: string; day: string };
  identity: { number: string; type: string };
  phones: { number: string; type: string }[];
  address: Record<Line, string>;
  optins: { channel: string; optin: boolean; optin_partners?: boolean }[];
  personal_data_usage_allowed: boolean;
}

export function draftOf(record: CustomerRecord): Draft {
  const parts = dateParts(record.birthdate) ?? {};
  const part = (value: number | undefined) => value?.toString() ?? "";
  return {
    texts: Object.fromEntries(TEXTS.map((name) => [name, record.texts[name] ?? ""])) as Draft["texts"],
    birthdate: { year: part(parts.year), month: part(parts.month), day: part(parts.day) },
    identity: { number: record.identity?.number ?? "", type: record.identity?.type ?? "" },
    phones: record.phones.map(({ number = "", type = "" }) => ({ number, type })),
    address: Object.fromEntries(LINES.map((line) => [line, record.address?.[line] ?? ""])) as Draft["address"],
    optins: record.optins.map(({ channel, optin = false, optin_partners }) => ({ channel, optin, optin_partners })),
    personal_data_usage_allowed: record.personal_data_usage_allowed ?? false,
  };
}

const digits = (text: string) =>
  text.trim().replace(/[٠-٩۰-۹０-９]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x6f0 ? 0x6f0 : 0x660));
  });

const LENGTHS: Partial<Record<Line, number>> = { number: 50, add_on: 50, zip_code: 50, city: 150, country_code: 3 };

/** The rules of a form. An unchanged value is not validated: a stored one that breaks them blocks no other change. */
export function schemaOf(loaded: CustomerRecord) {
  const before = draftOf(loaded);
  const t = i18next.t;
  const email = v.pipe(
    v.string(),
    v.check(
      (value) => value === before.texts.email || value.trim() === "" || /^\S+@[^\s@]+$/.test(value.trim()),
      () => t("problem.email"),
    ),
  );
  const required = (name: "civility" | "first_name" | "last_name", key: string) =>
    v.pipe(
      v.string(),
      v.check(
        (value) => before.texts[name] === "" || value.trim() !== "",
        () => t(key),
      ),
    );
  const birthdate = v.pipe(
    v.object({ year: v.string(), month: v.string(), day: v.string() }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || isSame(dataset.value, before.birthdate)) return;
      const { year, month, day } = dataset.value;
      const written = { day: digits(day), month: digits(month), year: digits(year) };
      if (!written.day && !written.month && !written.year) return;
      const fail = (part: "day" | "month" | "year", key: string) =>
        addIssue({
          message: t(key),
          path: [{ type: "object", origin: "value", input: dataset.value, key: part, value: dataset.value[part] }],
        });
      for (const part of ["day", "month", "year"] as const) {
        if (!written[part]) return fail(part, "problem.date-incomplete");
      }
      for (const part of ["day", "month", "year"] as const) {
        if (!/^\d+$/.test(written[part])) return fail(part, "problem.date-digits");
      }
      if (written.year.length !== 4) return fail("year", "problem.date-year");
      const compact = written.year + written.month.padStart(2, "0") + written.day.padStart(2, "0");
      if (!dateParts(compact)) return fail("day", "problem.date-impossible");
    }),
  );
  const identity = v.pipe(
    v.object({ number: v.string(), type: v.string() }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || isSame(dataset.value, before.identity)) return;
      const { number, type } = dataset.value;
      if (!number.trim() === !type) return;
      const [key, message] = type ? ["number", "problem.national-number"] : ["type", "problem.national-kind"];
      addIssue({
        message: t(message!),
        path: [{ type: "object", origin: "value", input: dataset.value, key: key!, value: "" }],
      });
    }),
  );
  const line = (name: Line) =>
    v.pipe(
      v.string(),
      v.check(
        (value) => value === before.address[name] || [...value].length <= (LENGTHS[name] ?? 100),
        () => t("problem.too-long", { label: t("label.address"), limit: LENGTHS[name] ?? 100 }),
      ),
    );
  return v.object({
    texts: v.object({
      ...(Object.fromEntries(TEXTS.map((name) => [name, v.string()])) as Record<Text, v.StringSchema<undefined>>),
      civility: required("civility", "problem.civility"),
      first_name: required("first_name", "problem.first-name"),
      last_name: required("last_name", "problem.last-name"),
      email,
    }),
    birthdate,
    identity,
    phones: v.array(v.object({ number: v.string(), type: v.string() })),
    address: v.object(
      Object.fromEntries(LINES.map((name) => [name, line(name)])) as Record<Line, ReturnType<typeof line>>,
    ),
    optins: v.array(v.object({ channel: v.string(), optin: v.boolean(), optin_partners: v.optional(v.boolean()) })),
    personal_data_usage_allowed: v.boolean(),
  });
}

const kept = (stored: string | undefined, typed: string) =>
  stored !== undefined && stored === typed ? stored : typed.trim() || undefined;

/** The record that the draft asks for: an unchanged value is the loaded one, byte for byte. */
export function recordOf(draft: Draft, loaded: CustomerRecord, fields: Field[]): CustomerRecord {
  const before = draftOf(loaded);
  const wanted: CustomerRecord = { ...loaded, texts: { ...loaded.texts } };
  for (const field of fields) {
    switch (field) {
      case "birthdate": {
        if (isSame(draft.birthdate, before.birthdate)) break;
        const { year, month, day } = draft.birthdate;
        const [y, m, d] = [digits(year), digits(month).padStart(2, "0"), digits(day).padStart(2, "0")];
        const dash = loaded.birthdate?.includes("-") ? "-" : "";
        wanted.birthdate = y === "" ? undefined : [y, m, d].join(dash);
        break;
      }
      case "identity": {
        if (isSame(draft.identity, before.identity)) break;
        const number = kept(loaded.identity?.number, draft.identity.number);
        wanted.identity = number ? { number, type: draft.identity.type || undefined } : undefined;
        break;
      }
      case "phones": {
        const stored = [...loaded.phones];
        wanted.phones = draft.phones.flatMap(({ number, type }) => {
          const index = stored.findIndex((one) => (one.number ?? "") === number && (one.type ?? "") === type);
          if (index >= 0) return stored.splice(index, 1);
          return number.trim() ? [{ number: number.trim(), ...(type && { type }) }] : [];
        });
        break;
      }
      case "address": {
        if (isSame(draft.address, before.address)) break;
        const address: Address = {};
        for (const line of LINES) {
          const value = kept(loaded.address?.[line], draft.address[line]);
          if (value !== undefined) address[line] = value;
        }
        // The country's name must not contradict a new code.
        if (address.country_code !== loaded.address?.country_code) delete address.country;
        wanted.address = Object.keys(address).length > 0 ? address : undefined;
        break;
      }
      case "optins":
        wanted.optins = draft.optins.map((one, index) => {
          const stored = loaded.optins[index];
          const isSameAnswer =
            stored && (stored.optin ?? false) === one.optin && stored.optin_partners === one.optin_partners;
          if (isSameAnswer) return stored;
          const { channel, optin, optin_partners } = one;
          return optin_partners === undefined ? { channel, optin } : { channel, optin, optin_partners };
        });
        break;
      case "personal_data_usage_allowed":
        if (draft[field] !== before[field]) wanted[field] = draft[field];
        break;
      default: {
        const value = kept(loaded.texts[field], draft.texts[field]);
        if (value === undefined) delete wanted.texts[field];
        else wanted.texts[field] = value;
      }
    }
  }
  return wanted;
}
