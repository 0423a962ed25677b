// React's plugin. The element needs none: Vite finds its files.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // Otherwise the development server bundles the element's script, without the files it references.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
