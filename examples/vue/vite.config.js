// Vue's own plugin, told which tags are elements and not components.
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("carnet-") } } })],
  // The development server would put the element's code where its files are not.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
