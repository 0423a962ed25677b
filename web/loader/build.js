// What the bundler fills in.

// What the loader knows of the contract (web/contract.json).
export const CONTRACT = {}; // filled in by the bundler
// A file has an address and its integrity, or a function that imports it. In the npm package every file but the wasm is
// imported, because every host's bundler can do that.
export const ASSETS = {}; // filled in by the bundler
// Text that is shown without the app if the catalogue cannot be fetched either. All other text is in locales/.
export const ENGLISH = {}; // filled in by the bundler
