// <carnet-frame> as TypeScript sees it: the element's own properties, methods and events.

import type { CarnetProfile, CarnetProfileAttributes } from "./carnet.js";

/** What can be written into the tag: `src` is the address of embed.html; `routing` and `shadow` have no meaning here. */
export interface CarnetFrameAttributes extends Omit<CarnetProfileAttributes, "routing" | "shadow"> {
  src?: string;
}

/** The element in a frame of another origin. */
export interface CarnetFrame extends CarnetProfile {}

export declare const CarnetFrame: {
  new (): CarnetFrame;
  prototype: CarnetFrame;
  readonly contract: 1;
};

declare global {
  interface HTMLElementTagNameMap {
    "carnet-frame": CarnetFrame;
  }
}
