// The server of all example hosts: it serves an example's files, a session for the customer, and a policy.
//
//   node examples/server.mjs react --sandbox http://127.0.0.1:8080

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

// Each example, with the folder of its page: the source, or what a bundler has built.
const EXAMPLES = {
  plain: "plain",
  react: "react/dist",
  vue: "vue/dist",
  svelte: "svelte/dist",
  next: "next/dist",
  angular: "angular/dist",
  "strict-csp": "strict-csp",
  iframe: "iframe",
  webpack: "bundlers/dist/webpack",
  "webpack-styles": "bundlers/dist/webpack-styles",
  parcel: "bundlers/dist/parcel",
  rollup: "bundlers/dist/rollup",
  esbuild: "bundlers/dist/esbuild",
};

const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

function fail(sentence) {
  console.error(`examples/server.mjs: ${sentence}`);
  process.exit(2);
}

function flags() {
  const options = {
    port: { type: "string", default: "8090" },
    sandbox: { type: "string", default: "http://127.0.0.1:8080" },
    root: { type: "string", default: dirname(fileURLToPath(import.meta.url)) },
  };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [name] = positionals;
    if (!Object.hasOwn(EXAMPLES, name ?? "")) throw new Error(`name one of ${Object.keys(EXAMPLES).join(", ")}`);
    if (!/^\d{1,5}$/.test(values.port)) throw new Error(`--port ${values.port} is not a port`);
    return { name, ...values, sandbox: new URL(values.sandbox).origin };
  } catch (error) {
    return fail(error.message);
  }
}

const { name, port, sandbox, root } = flags();
const home = join(root, EXAMPLES[name]);
const element = join(root, name, "node_modules/carnet-profile");
const reports = [];

// The strictest policy, except for what the element needs: WebAssembly and the vendor.
const STRICT = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${sandbox}; \
img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types 'none'; report-uri /reports`;

const POLICIES = {
  "strict-csp": STRICT,
  // With a frame the page needs no WebAssembly and sends nothing to the vendor.
  iframe: STRICT.replace(" 'wasm-unsafe-eval'", "").replace(` ${sandbox};`, ";").replace("; base-uri", `; frame-src ${sandbox}; base-uri`),
};
const policy =
  POLICIES[name] ??
  `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'${await inlineScripts()}; connect-src 'self' ${sandbox}; \
img-src 'self' data:; report-uri /reports`;

/**
 * Returns the sources for the scripts that the built page has inline: a hash for each, so that no other script runs.
 * Next.js writes the page's data as such scripts, Parcel an import map.
 */
async function inlineScripts() {
  const page = await readFile(join(home, "index.html"), "utf8").catch(() => fail(`${name} is not built`));
  const scripts = page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g);
  return [...scripts].map(([, script]) => ` 'sha256-${createHash("sha256").update(script).digest("base64")}'`).join("");
}

/** Returns a session of the host: here the sandbox's for a made-up customer. */
async function session() {
  const response = await fetch(`${sandbox}/sandbox/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ vendor: "clubmed", customer_id: "301000001" }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  const { token, api_key: apiKey } = await response.json();
  return { token, apiKey };
}

async function body(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

async function answer(request, path) {
  const json = (value) => [200, "application/json", JSON.stringify(value)];
  switch (`${request.method} ${path}`) {
    case "GET /account":
      return json({ vendor: "clubmed", baseUrl: `${sandbox}/clubmed`, customerId: "301000001", frame: `${sandbox}/embed.html` });
    case "POST /session":
      return json(await session());
    case "POST /reports":
      reports.push(await body(request));
      return [204, "text/plain", ""];
    case "GET /reports":
      return json(reports);
  }
  const [folder, file] = path.startsWith("/carnet/")
    ? [element, path.slice("/carnet/".length)]
    : [path === "/account.css" ? root : home, path.slice(1) || "index.html"];
  const inside = normalize(file);
  if (request.method !== "GET" || inside.startsWith("..") || inside.includes("node_modules")) return [404, "text/plain", "Not found.\n"];
  return [200, KINDS[extname(inside)] ?? "application/octet-stream", await readFile(join(folder, inside))];
}

const server = createServer(async (request, response) => {
  let [status, kind, content] = [404, "text/plain", "Not found.\n"];
  try {
    [status, kind, content] = await answer(request, decodeURIComponent(new URL(request.url, "http://host").pathname));
  } catch (error) {
    if (!["ENOENT", "EISDIR"].includes(error.code)) [status, content] = [500, `${error.message}\n`];
  }
  response.writeHead(status, {
    "content-type": kind,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(content);
});

server.on("error", (error) => fail(error.message));
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`The example ${name} is at http://127.0.0.1:${server.address().port}/`);
});
