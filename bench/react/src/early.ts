// The entry: a few hundred bytes that start the first requests while the other chunks are loading.

const query = new URLSearchParams(location.search);

/** What the page around the app would know from its session. */
export const access = {
  base: "/clubmed",
  customer: query.get("customer") ?? "301000001",
  token: "development",
  apiKey: "carnet.sandbox.clubmed.com",
  language: query.get("locale") ?? "en-US",
};

const headers = {
  accept: "application/json",
  "accept-language": access.language,
  authorization: `Bearer ${access.token}`,
  "x-api-key": access.apiKey,
};
const options: RequestInit = { headers, cache: "no-store", credentials: "omit", redirect: "error" };

/** The first requests, and the profile's body as soon as it is there: then the first render is the view itself. */
export const early: { profile: Promise<Response>; civilities: Promise<Response>; body?: unknown } = {
  profile: fetch(`${access.base}/v2/customers/${access.customer}/profile`, options),
  civilities: fetch(`${access.base}/v0/civilities`, options),
};
early.profile
  .then(async (response) => {
    if (response.ok) early.body = await response.clone().json();
  })
  .catch(() => {});
early.civilities.catch(() => {});

void import("./main");
