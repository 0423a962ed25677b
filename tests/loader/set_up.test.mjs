// The scripts of deploy/ for the page with sign-in: set-up.sh writes a configuration that the page accepts, and
// check.sh names what is missing. One server on this machine is the site, the provider and the vendor.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { configErrors } from "../../web/account_config.js";
import { pageContract, read } from "./browser.mjs";

/** Runs a script of deploy/ and returns how it ended. */
function run(script, ...values) {
  const path = fileURLToPath(new URL(`../../deploy/${script}`, import.meta.url));
  return new Promise((done) => {
    execFile("sh", [path, ...values], (error, output, errors) => done({ code: error?.code ?? 0, output, errors }));
  });
}

/** Calls a function with an empty folder, and removes it. */
async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "carnet-set-up-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The flags of a company whose provider cannot be reached from here. */
const FLAGS = ["--host", "account.example.org", "--issuer", "https://id.invalid/realm", "--client-id", "carnet"];

test("set-up.sh writes a configuration that the page accepts, and a site with the same origins", async () => {
  for (const [flags, connect] of [
    [["--api-key", "a+b/c="], "https://api.clubmed.com https://id.invalid"],
    [["--vendor", "capillary", "--base-url", "https://gw.example/capillary"], "https://gw.example https://id.invalid"],
    [["--vendor", "imprint", "--base-url", "https://gw.example/imprint"], "https://gw.example https://id.invalid"],
  ]) {
    for (const server of ["nginx", "caddy"]) {
      await withFolder(async (folder) => {
        const all = [...FLAGS, ...flags, "--server", server, "--folder", folder];
        const { code, errors, output } = await run("set-up.sh", ...all);
        assert.equal(code, 0, errors);
        assert.match(output, /redirect URI +https:\/\/account\.example\.org\/account\.html/);
        const config = JSON.parse(readFileSync(join(folder, "carnet.config.json"), "utf8"));
        assert.deepEqual(configErrors(read("web/account.schema.json"), pageContract, config), []);
        assert.equal(config.issuer, "https://id.invalid/realm");
        const site = readFileSync(join(folder, "carnet-site.conf"), "utf8");
        assert.ok(site.includes(`"${connect}"`), `${server}: ${connect}`);
        assert.ok(site.includes("account.example.org"), server);
        assert.ok(!/account\.example\.com|gateway\.example|shop\.example/.test(site), server);
      });
    }
  }
});

test("set-up.sh names a wrong value and writes nothing", async () => {
  await withFolder(async (folder) => {
    for (const [flags, error] of [
      [[], /--api-key is missing/],
      [["--api-key"], /--api-key has no value/],
      [["--api-key", 'a"b'], /--api-key: 'a"b' .* by hand/],
      [["--api-key", "a|b"], /--api-key: 'a\|b'/],
      [["--api-key", "key", "--host", "https://account.example.org"], /--host: .* is not a host name/],
      [["--api-key", "key", "--issuer", "http://id.example.org"], /--issuer: .* does not begin with https/],
      [["--api-key", "key", "--vendor", "imprint"], /--api-key: imprint has none/],
      [["--vendor", "imprint"], /--base-url: '' does not begin/],
      [["--vendor", "hotel"], /--vendor: 'hotel' is not/],
      [["--api-key", "key", "--colour", "red"], /--colour is not an option/],
    ]) {
      const { code, errors } = await run("set-up.sh", "--folder", folder, ...FLAGS, ...flags);
      assert.equal(code, 2, flags.join(" "));
      assert.match(errors, error);
    }
    const flags = [...FLAGS, "--api-key", "key", "--folder", folder];
    assert.equal((await run("set-up.sh", ...flags)).code, 0);
    const again = await run("set-up.sh", ...flags);
    assert.equal(again.code, 2);
    assert.match(again.errors, /is there already/);
  });
});

/** Starts the server that is everything, with the given mistakes. Returns it with its address. */
async function start(mistakes) {
  const server = http.createServer((request, response) => {
    const site = `http://${request.headers.host}`;
    const { pathname, searchParams } = new URL(request.url, site);
    const is = (mistake) => mistakes.includes(mistake);
    const allowed = (isAllowed) => (isAllowed ? { "access-control-allow-origin": site } : {});
    const config = {
      issuer: is("issuer") ? `${site}/id/` : `${site}/id`,
      "client-id": "carnet",
      vendors: [{ name: "clubmed", "base-url": `${site}/api`, "api-key": is("placeholder") ? "CHANGE" : "key" }],
    };
    const metadata = {
      issuer: `${site}/id`,
      authorization_endpoint: `${site}/auth`,
      token_endpoint: `${is("other-origin") ? "http://localhost:1" : site}/token`,
    };
    const policy = `default-src 'none'; connect-src 'self'${is("policy") ? "" : ` ${site}`}; base-uri 'none'`;
    const back = `${searchParams.get("redirect_uri")}?error=login_required&state=check`;
    const headers = is("vendor-header") ? "*" : "Accept, Authorization";
    const answers = {
      "/account.html": [is("page") ? 404 : 200, { "content-security-policy": policy }, ""],
      "/carnet.config.json": [is("config") ? 404 : 200, {}, JSON.stringify(config)],
      "/id/.well-known/openid-configuration": [200, allowed(!is("discovery")), JSON.stringify(metadata)],
      "/token": [400, allowed(!is("token")), "{}"],
      "/auth": is("redirect") ? [400, {}, ""] : [302, { location: back }, ""],
      "/api/v2/customers/0": [204, { ...allowed(!is("vendor")), "access-control-allow-headers": headers }, ""],
    };
    const [status, own, body] = answers[pathname] ?? [404, {}, ""];
    response.writeHead(status, own).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

test("check.sh finds nothing wrong where nothing is, and names each mistake", async () => {
  for (const [mistake, error] of [
    [undefined, undefined],
    ["page", /account\.html: status 404: is the site enabled/],
    ["config", /carnet\.config\.json: status 404: put it beside account\.html/],
    ["placeholder", /carnet\.config\.json still has a CHANGE/],
    ["issuer", /issuer is \S+\/id\/, but the provider's metadata name '\S+\/id'/],
    ["discovery", /the provider's discovery does not allow/],
    ["token", /the provider's token endpoint does not allow/],
    ["redirect", /does not lead back .* exactly this redirect URI/],
    ["policy", /connect-src lacks http:\/\/127/],
    ["other-origin", /connect-src lacks http:\/\/localhost:1/],
    ["vendor", /\/api does not allow \S+ \(CORS\)/],
    ["vendor-header", /\/api does not allow the header authorization by its name/],
  ]) {
    const { server, address } = await start([mistake]);
    const { code, output, errors } = await run("check.sh", `${address}/`);
    server.close();
    const found = output.split("\n").filter((line) => line.startsWith("WRONG"));
    assert.equal(code, error ? 1 : 0, `${mistake}: ${output}${errors}`);
    if (error) assert.ok(found.some((line) => error.test(line)), `${mistake}: ${output}`);
    else assert.deepEqual(found, []);
  }
});
