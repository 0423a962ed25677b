// A host's own code as TypeScript sees it, against the types of the package as it is installed. What must not compile is
// marked: where it does compile, that is an error.

import "carnet-profile";
import { CarnetProfile, type CarnetProfileAttributes } from "carnet-profile";
import { CarnetFrame, type CarnetFrameAttributes } from "carnet-profile/carnet-frame.js";

const made: CarnetProfile = document.createElement("carnet-profile");
const found: CarnetProfile | null = document.querySelector("carnet-profile");

made.credentials = async () => ({ token: "token", apiKey: "key" });
made.credentials = async () => ({ token: "token" });
// @ts-expect-error a key alone lets nobody in
made.credentials = async () => ({ apiKey: "key" });
// @ts-expect-error it is asked again: a token is not enough
made.credentials = { token: "token" };

made.labels = { fr: { "view.title": "Mon compte" } };
// @ts-expect-error words are words
made.labels = { fr: { "view.title": 1 } };
export const contract: 1 = CarnetProfile.contract;

const framed: CarnetFrame = document.createElement("carnet-frame");
framed.credentials = made.credentials;
export const inFrame: CarnetFrameAttributes = { src: "https://profiles.example/embed.html", vendor: "imprint" };
// @ts-expect-error the address bar is the host's
export const routed: CarnetFrameAttributes = { routing: "fragment" };

found?.addEventListener("carnet-dirtychange", ({ detail }) => {
  const dirty: boolean = detail.dirty;
  return dirty;
});
found?.addEventListener("carnet-failure", ({ detail }) => detail.kind === "signed-out");
// @ts-expect-error there is no such failure
found?.addEventListener("carnet-failure", ({ detail }) => detail.kind === "tired");
// @ts-expect-error no event carries a value
found?.addEventListener("carnet-saved", ({ detail }) => detail.values);
export const mayLeave: Promise<boolean> | undefined = found?.canLeave();
found?.focus({ preventScroll: true });
found?.addEventListener("click", () => undefined);

export const right: CarnetProfileAttributes = { vendor: "imprint", "base-url": "/gateway", "customer-id": "1" };
// @ts-expect-error there is no such vendor
export const wrong: CarnetProfileAttributes = { vendor: "clubmet" };
