// A company's page around the element, as docs/embedding.md describes it. The address names the vendor. The token
// is in its fragment. The API key is the sandbox's.
const seen = (globalThis.carnetTest = { events: [], violations: [] });
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  seen.violations.push(`${effectiveDirective} ${blockedURI}`),
);
const element = document.createElement("carnet-profile");
for (const [name, value] of new URLSearchParams(location.search)) element.setAttribute(name, value);
element.credentials = async () => ({ token: location.hash.slice(1), apiKey: "carnet.sandbox.clubmed.com" });
for (const name of ["carnet-ready", "carnet-failure"]) {
  element.addEventListener(name, ({ detail }) => seen.events.push(`${name} ${detail?.kind ?? ""}`.trim()));
}
document.body.append(element);
