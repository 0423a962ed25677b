// The lists of states by country: one file, fetched when a country that has a list is first shown.

import url from "carnet-states?url";

export interface Region {
  code: string;
  name: string;
  latin: string;
}

let all: Promise<Record<string, string[][]>> | undefined;

export async function loadRegions(country: string): Promise<Region[]> {
  all ??= fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.json();
  });
  all.catch(() => (all = undefined));
  return ((await all)[country] ?? []).map(([code = "", name = code, latin = name]) => ({ code, name, latin }));
}
