// The requests. The first ones are sent by early.ts, while the rest of the code is still loading.

import { access, early } from "./early";
import { readProfile, type Profile } from "./record";

export interface Civility {
  code: string;
  label: string;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reasons: { path?: string; text: string }[] = [],
  ) {
    super(`status ${status}`);
  }
}

async function send(path: string, language: string, method = "GET", body?: unknown): Promise<Response> {
  const { base, token, apiKey } = access;
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": language,
    authorization: `Bearer ${token}`,
    "x-api-key": apiKey,
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  return fetch(base + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(20_000),
  });
}

async function check(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  const errors: { concerned_key?: string; error_description?: string; message?: string }[] = body?.errors ?? [];
  throw new ApiError(
    response.status,
    errors.map((error) => ({ path: error.concerned_key, text: error.error_description ?? error.message ?? "" })),
  );
}

let firstProfile: Promise<Response> | undefined = early.profile;
let firstCivilities: Promise<Response> | undefined = early.civilities;

/** The profile, if its first request has been answered already. */
export function earlyProfile(language: string): Profile | undefined {
  if (early.body === undefined || firstProfile === undefined || language !== access.language) return undefined;
  firstProfile = undefined;
  return readProfile(early.body);
}

export async function loadProfile(language: string): Promise<Profile> {
  const request = firstProfile ?? send(`/v2/customers/${access.customer}/profile`, language);
  firstProfile = undefined;
  return readProfile(await (await check(await request)).json());
}

export async function loadCivilities(language: string): Promise<Civility[]> {
  const request = firstCivilities ?? send("/v0/civilities", language);
  firstCivilities = undefined;
  return (await check(await request)).json();
}

/** Sends a change. The vendor's answer has no body: read the profile afterwards. */
export async function updateProfile(
  language: string,
  body: Record<string, unknown>,
  forceAddress: boolean,
): Promise<void> {
  const query = forceAddress ? "?force_address=true" : "";
  await check(await send(`/v1/customers/${access.customer}/profile${query}`, language, "PATCH", body));
}
