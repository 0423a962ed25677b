// The account of the signed-in customer, and the text of the element's events.

export const LOCALES = ["en-US", "fr-FR", "ja-JP"];

export async function fetchAccount() {
  return (await fetch("/account")).json();
}

export async function credentials() {
  return (await fetch("/session", { method: "POST" })).json();
}

/** Returns an event as one line of text. */
export function lineOf({ type, detail }) {
  const about = detail.fields ?? detail.dirty ?? detail.locale ?? "";
  return about === "" ? type : `${type}: ${about}`;
}
