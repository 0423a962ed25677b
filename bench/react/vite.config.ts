// The build: chunks by route, hashed in hexadecimal like Carnet's, and the first chunks preloaded by the page.

import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const dist = resolve(import.meta.dirname, "../../dist");

/** A file of Carnet's build, by the start and the end of its name. */
function built(start: string, end: string): string {
  const name = readdirSync(dist).find((file) => file.startsWith(start) && file.endsWith(end));
  if (!name) throw new Error(`dist/ has no ${start}*${end}: run cargo xtask dist`);
  return resolve(dist, name);
}

/** Adds links that preload what the entry imports dynamically on its first line, and the chunks which that imports. */
const preloadMain: Plugin = {
  name: "preload-main",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle, chunk }) {
      const names = new Set<string>();
      const add = (name: string) => {
        const found = bundle?.[name];
        if (names.has(name) || found?.type !== "chunk") return;
        names.add(name);
        found.imports.forEach(add);
      };
      chunk?.dynamicImports.forEach(add);
      const sheets = [...names].flatMap((name) => {
        const found = bundle?.[name];
        return found?.type === "chunk" ? [...(found.viteMetadata?.importedCss ?? [])] : [];
      });
      names.delete(chunk?.fileName ?? "");
      const link = (attrs: Record<string, string>) => ({ tag: "link", attrs, injectTo: "head" as const });
      const scripts = [...names].map((name) => link({ rel: "modulepreload", href: `/react/${name}` }));
      const styles = sheets.map((name) => link({ rel: "stylesheet", href: `/react/${name}` }));
      return { html, tags: [...styles, ...scripts] };
    },
  },
};

export default defineConfig({
  base: "/react/",
  plugins: [react(), preloadMain],
  resolve: {
    alias: [
      { find: "carnet-sheet", replacement: built("carnet-light-dom-", ".css") },
      { find: /^carnet-states/, replacement: built("states-", ".json") },
    ],
  },
  json: { stringify: true },
  build: {
    target: "es2023",
    outDir: "../build/react",
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The sheet is minified already, and the same bytes as Carnet's.
    cssTarget: "esnext",
    cssMinify: false,
    rolldownOptions: {
      output: {
        hashCharacters: "hex",
        entryFileNames: "[name]-[hash:16].js",
        chunkFileNames: "[name]-[hash:16].js",
        assetFileNames: "[name]-[hash:16][extname]",
      },
    },
  },
});
