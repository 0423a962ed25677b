// The account of the signed-in customer, and the text of the element's events.

export interface Account {
  vendor: "clubmed" | "capillary" | "imprint";
  baseUrl: string;
  customerId: string;
}

export const LOCALES = ["en-US", "fr-FR", "ja-JP"];

export async function fetchAccount(): Promise<Account> {
  return (await fetch("/account")).json();
}

export async function credentials(): Promise<{ token: string; apiKey?: string }> {
  return (await fetch("/session", { method: "POST" })).json();
}

/** Returns an event as one line of text. */
export function lineOf({ type, detail }: CustomEvent): string {
  const about = detail.fields ?? detail.dirty ?? detail.locale ?? "";
  return about === "" ? type : `${type}: ${about}`;
}
