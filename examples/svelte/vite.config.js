// Svelte's own plugin, and nothing for the element: its files are found by themselves.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  // The development server would put the element's code where its files are not.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
