// The formats of addresses by country, from the same published table as the app's.

import table from "../../../addresses/formats.txt?raw";
import type { Address, Line } from "./record";

export interface AddressFormat {
  /** The lines in the order of an envelope, each with the separator before it, or null if it begins a row. */
  lines: { separator: string | null; line: Line }[];
  required: string;
  names: string[];
}

const LETTERS: Record<string, Line> = {
  H: "number",
  R: "street",
  D: "town",
  C: "city",
  S: "state_or_district",
  Z: "zip_code",
};

let rows: Map<string, string[]> | undefined;

function kinds(): Map<string, string[]> {
  if (!rows) {
    rows = new Map();
    for (const kind of table.trimEnd().split("\n")) {
      const columns = kind.split("\t");
      for (const country of columns[3]!.split(" ")) rows.set(country, columns);
    }
  }
  return rows;
}

export const countryCodes = () => [...kinds().keys()];

const formats = new Map<string, AddressFormat>();

export function formatOf(country = "", inLatin = true): AddressFormat {
  const key = country + inLatin;
  const known = formats.get(key);
  if (known) return known;
  const [written, required, names] = kinds().get(country) ?? ["H R|D|Z C|S", "", "", ""];
  const [own, latin] = written!.split(";");
  const lines: AddressFormat["lines"] = [];
  for (const row of ((inLatin && latin) || own)!.split("|")) {
    let start = 0;
    [...row].forEach((letter, index) => {
      const line = LETTERS[letter];
      if (!line) return;
      lines.push({ separator: start > 0 ? row.slice(start, index) : null, line });
      start = index + 1;
    });
    if (row.includes("R")) {
      for (const line of ["add_on", "additional_information_1", "additional_information_2"] as const) {
        lines.push({ separator: null, line });
      }
    }
  }
  const format = { lines, required: required!, names: names!.split(" ") };
  formats.set(key, format);
  return format;
}

export const hasLine = (format: AddressFormat, line: Line) => format.lines.some((one) => one.line === line);

/** The lines, with those that the country's addresses do not have. */
export function allLines(format: AddressFormat): AddressFormat["lines"] {
  const lines = [...format.lines];
  for (const line of Object.values(LETTERS)) {
    if (hasLine(format, line)) continue;
    const before = lines.findIndex((one) => one.line === "additional_information_2");
    lines.splice(line === "town" && before >= 0 ? before + 1 : lines.length, 0, { separator: null, line });
  }
  return lines;
}

/** Whether the lines other than the country are in Latin letters. */
export function isLatinAddress(address: Address | undefined): boolean | undefined {
  const text = Object.entries(address ?? {})
    .filter(([line]) => !line.startsWith("country"))
    .map(([, value]) => value)
    .join("");
  if (!/\p{L}/u.test(text)) return undefined;
  return !/[\u0370-\u1dff\u2e80-\uffff]/.test(text);
}

export function rowsOf(address: Address): string[] {
  const format = formatOf(address.country_code, isLatinAddress(address) ?? true);
  const rows: string[] = [];
  for (const { separator, line } of allLines(format)) {
    const text = address[line];
    if (separator === null) rows.push("");
    if (text === undefined) continue;
    const last = rows.at(-1) ?? "";
    rows[rows.length - 1] = last === "" ? text : last + (separator ?? "") + text;
  }
  return rows.filter((row) => row.trim() !== "");
}
