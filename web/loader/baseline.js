// What the app cannot do without: features of the browser, and functions of the document.

// A module with each feature of WebAssembly that the compiler uses: bulk memory, sign extension, saturating conversion,
// reference types and several results.
const FEATURES = "AGFzbQEAAAABBwFgAW8Cf38DAgEABQMBAAEKFwEVAEEAwEMAAAAA/ABBAEEAQQD8CwAL";

// What the app cannot do without, by name: what is missing is reported to the host's developer.
const NEEDS = {
  WebAssembly: () => WebAssembly.validate(Uint8Array.from(atob(FEATURES), (letter) => letter.charCodeAt(0))),
  Intl: () => Intl.DateTimeFormat && Intl.NumberFormat && Intl.Collator && Intl.getCanonicalLocales,
  ReadableStream: () => ReadableStream.prototype.getReader,
  AbortController: () => AbortController,
  HTMLDialogElement: () => HTMLDialogElement.prototype.showModal,
  normalize: () => String.prototype.normalize,
};

/** Returns the names of what this browser lacks. */
export function missingFeatures() {
  return Object.keys(NEEDS).filter((name) => {
    try {
      return !NEEDS[name]();
    } catch {
      return true;
    }
  });
}

// The functions of the document that the app calls. A form or a picture of the host's page with such a name hides it.
const FUNCTIONS = ["createElement", "createTextNode", "createComment", "addEventListener"];
export const hiddenFunctions = () => FUNCTIONS.filter((name) => typeof document[name] !== "function");
