// What the host knows of the customer who is signed in, and what it writes down of the element's events.

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

/** An event in a line. */
export function lineOf({ type, detail }: CustomEvent): string {
  const about = detail.fields ?? detail.dirty ?? detail.locale ?? "";
  return about === "" ? type : `${type}: ${about}`;
}
