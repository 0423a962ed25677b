// Renders the app. The bench removes it and renders it again with two events of its own.

import { createRoot, type Root } from "react-dom/client";
import "carnet-sheet";
import { App } from "./app";
import i18next, { switchLocale } from "./i18n";
import { access } from "./early";

const container = document.getElementById("root")!;
let root: Root | undefined;

function mount(): void {
  root = createRoot(container);
  root.render(<App />);
}

document.addEventListener("bench:unmount", () => root?.unmount());
document.addEventListener("bench:mount", mount);

if (access.language === i18next.language) mount();
else void switchLocale(access.language).finally(mount);
