// One page, built by each bundler into dist/: what a host has to write for it is all here. Parcel needs only its command,
// which package.json has.

import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { promisify } from "node:util";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import CssMinimizer from "css-minimizer-webpack-plugin";
import * as esbuild from "esbuild";
import MiniCssExtract from "mini-css-extract-plugin";
import { rollup } from "rollup";
import webpack from "webpack";

const folder = (name) => new URL(`dist/${name}/`, import.meta.url).pathname;

/** Puts the page, without its build's own, beside the bundle. */
const copyPage = (name) => cp("src/index.html", `${folder(name)}index.html`);

/** The bundlers that do not copy wasm files by themselves: they have to be beside the bundle. */
async function copyWasm(name) {
  const element = "node_modules/carnet-profile/";
  const files = (await readdir(element)).filter((file) => file.endsWith(".wasm"));
  await Promise.all(files.map((file) => cp(element + file, folder(name) + file)));
}

/** Nothing to add: webpack follows the imports and copies the wasm. */
async function buildWithWebpack(name, more = {}) {
  const options = { mode: "production", entry: "./src/main.js", output: { path: folder(name) }, performance: false };
  const stats = await promisify(webpack)({ ...options, ...more });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
  await copyPage(name);
}

/** The rules that most hosts have for their own styles: they must not touch the element's. */
const STYLES = {
  module: { rules: [{ test: /\.css$/, use: [MiniCssExtract.loader, "css-loader"] }] },
  plugins: [new MiniCssExtract()],
  optimization: { minimizer: ["...", new CssMinimizer()] },
};

async function buildWithRollup(name) {
  const bundle = await rollup({ input: "src/main.js", plugins: [nodeResolve()] });
  await bundle.write({ dir: folder(name), format: "es" });
  await copyWasm(name);
  await copyPage(name);
}

async function buildWithEsbuild(name) {
  const options = { bundle: true, splitting: true, format: "esm", minify: true, logLevel: "warning" };
  await esbuild.build({ entryPoints: ["src/main.js"], outdir: folder(name), ...options });
  await copyWasm(name);
  await copyPage(name);
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await buildWithWebpack("webpack");
await buildWithWebpack("webpack-styles", STYLES);
await buildWithRollup("rollup");
await buildWithEsbuild("esbuild");
