// Svelte's plugin. The element needs none: Vite finds its files.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  // Otherwise the development server bundles the element's script, without the files it references.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
