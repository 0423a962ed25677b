// The change: the difference between two records, and its sparse spelling in a PATCH.

import { LINES, SECTIONS, TEXTS, type CustomerRecord, type Field, type Text } from "./record";

const NULLABLE: ReadonlySet<Text> = new Set(["birth_country_code", "email"]);

export const valueOf = (record: CustomerRecord, field: Field): unknown =>
  field in record ? record[field as keyof CustomerRecord] : record.texts[field as Text];

/** Compares two values as JSON, whatever the order of their members. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}

/** The fields in which two records differ, in the order of the page. */
export function changedFields(before: CustomerRecord, after: CustomerRecord): Field[] {
  const all = Object.values(SECTIONS).flat();
  return all.filter((field) => !isSame(valueOf(before, field), valueOf(after, field)));
}

/** The sparse body of a PATCH: the changed fields and nothing else, each as a whole. */
export function patchOf(fields: Field[], wanted: CustomerRecord): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    switch (field) {
      case "birthdate":
      case "identity":
        body[field] = wanted[field] ?? null;
        break;
      case "address":
        body.address = wanted.address
          ? Object.fromEntries(
              LINES.map((line) => [line, wanted.address?.[line] ?? (line === "country_code" ? "" : null)]),
            )
          : null;
        break;
      case "phones":
      case "optins":
        body[field] = wanted[field];
        break;
      case "personal_data_usage_allowed":
        body[field] = wanted[field] ?? false;
        break;
      default:
        body[field] = wanted.texts[field] ?? (NULLABLE.has(field) ? null : "");
    }
  }
  return body;
}

/** Whether the field is one line of text. */
export function isText(field: Field): field is Text {
  return (TEXTS as readonly string[]).includes(field);
}
