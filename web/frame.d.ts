// The types of <carnet-frame>: its properties, methods and events are those of <carnet-profile>.

import type { CarnetProfile, CarnetProfileAttributes } from "./carnet.js";

/** The attributes. `src` is the address of embed.html. `routing` and `shadow` have no effect in a frame. */
export interface CarnetFrameAttributes extends Omit<CarnetProfileAttributes, "routing" | "shadow"> {
  src?: string;
}

/** The element in a frame of another origin. `canLeave()` rejects with a TimeoutError if the frame does not respond. */
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
