// React's own plugin, and nothing for the element: its files are found by themselves.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The development server would put the element's code where its files are not.
  optimizeDeps: { exclude: ["carnet-profile"] },
});
