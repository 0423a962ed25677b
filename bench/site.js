// The folder that the one server serves: Carnet's dist, the React peer, the static page and the host pages, each file
// with its compressed copies.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { hostPages } from "./carnet.js";

const here = import.meta.dirname;
export const SITE = join(here, "build/site");

/** Writes the compressed copies of a file, as the server of a careful team has them. */
function compress(file) {
  const content = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

/** Writes a file of the site and its compressed copies. */
export function write(path, text) {
  const file = join(SITE, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  compress(file);
}

/** Puts the site together from the builds in `dist/` and `bench/build/react/`. */
export function assemble() {
  const dist = join(here, "../dist");
  const react = join(here, "build/react");
  for (const [folder, command] of [
    [dist, "cargo xtask dist"],
    [react, "npm run build in bench/react"],
  ]) {
    if (!existsSync(join(folder, "index.html"))) throw new Error(`${folder} is not built: run ${command}`);
  }
  rmSync(SITE, { recursive: true, force: true });
  cpSync(dist, SITE, { recursive: true });
  cpSync(react, join(SITE, "react"), { recursive: true });
  for (const name of readdirSync(join(SITE, "react"))) {
    const file = join(SITE, "react", name);
    if (/\.(css|html|js|json)$/.test(name) && statSync(file).isFile()) compress(file);
  }
  for (const [path, text] of Object.entries(hostPages(readFileSync(join(dist, "index.html"), "utf8")))) {
    write(path, text);
  }
}

/** Writes the static page: the markup of the view as it is on the React page, and the profile as data. */
export function writeStaticPage(markup, profile) {
  const sheet = readdirSync(join(SITE, "react")).find((name) => /^main-.*\.css$/.test(name));
  const template = readFileSync(join(here, "static/index.html"), "utf8");
  const data = JSON.stringify(profile).replaceAll("<", "\\u003c");
  const fill = { sheet: `/react/${sheet}`, view: markup, data };
  write(
    "static/index.html",
    template.replace(/\{\{(\w+)\}\}/g, (_, name) => fill[name]),
  );
}
