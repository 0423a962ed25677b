// Vue's plugin, with the tags that are custom elements and not components.
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("carnet-") } } })],
  // Otherwise the development server bundles the element's script, without the files it references.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
