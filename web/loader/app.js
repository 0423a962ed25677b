// The code of the app: the main module, its chunks, and the end of both when the app crashes.

import { ASSETS } from "./build.js";
import { preloadLinks } from "./dom.js";
import { AlteredError, OutdatedError, fetchAsset } from "./files.js";
import { TIMEOUT, abortAfter, pause, wait, whenIdle } from "./time.js";

// The chunk without which only a preview can be shown.
export const APP = "app";

let app; // The promise of the app's exports; `undefined` until an element is connected, and after a crash.
let starts = 0; // The number of times the app was started: its script is another module each time.
let started; // The exports of the script of the app that was started last.
let crashed; // Those of an app that has crashed.

/** A host's bundle imports the app's script only once, so that an app that has crashed stays so until a reload. */
export class CrashedError extends Error {}

/** What follows the address of the script of the app that was started last. */
const glueSuffix = () => (starts > 1 ? `?${starts}` : "");

let isPartOutdated = false;
/** Whether the last part of the app that could not be loaded was gone from the server, or had another content. */
export const isOutdated = () => isPartOutdated;

/** Starts the app if it does not run, and returns its exports. */
export function loadApp() {
  app ??= startApp(false)
    // Retries once, past the HTTP cache and the module map: a connection that just failed often works again.
    .catch(() => pause().then(() => startApp(true)))
    .catch((error) => {
      app = undefined; // The next element that is connected may try again.
      throw error;
    });
  return app;
}

async function startApp(isRetry) {
  const wasm = fetchAsset(ASSETS.wasm, { cache: isRetry ? "reload" : "default" });
  wasm.catch(() => {}); // If the import fails first, nothing handles this rejection.
  // The rest of the app must not delay the main module: it is asked for at once if a link of the page has asked for the
  // main module long ago, and otherwise once that is there. The element handles a failure.
  const before = preloadLinks().some(({ href }) => href === ASSETS.wasm.url) ? Promise.resolve() : wasm;
  before.then(() => loadChunk(APP)).catch(() => {});
  starts += 1;
  const exports = await ASSETS.glue.load(glueSuffix()).catch(async (error) => {
    // An import does not say what is wrong.
    await wasm;
    if (isRetry && ASSETS.glue.url) await fetchAsset(ASSETS.glue, { cache: "reload" });
    throw error;
  });
  if (exports === crashed) throw new CrashedError("the app has stopped, and its script cannot be imported anew");
  for (const name of Object.keys(ASSETS.chunks)) {
    // The name of the import that the app calls, with the index of its function that takes the answer.
    exports.chunks[`__wasm_split_load_${name}`] = async (callback, data) => {
      const isLoaded = await loadChunk(name).then(
        () => true,
        (error) => {
          isPartOutdated = error instanceof OutdatedError || error instanceof AlteredError;
          console.error(`Carnet could not load its part "${name}".`, error);
        },
      );
      // To run the chunk is a task of its own: the browser can answer a press before it.
      await wait(0);
      if (own === wasmExports) own.__indirect_function_table.get(callback)(data, Boolean(isLoaded));
    };
  }
  started = exports;
  const own = (wasmExports = await exports.default({ module_or_path: wasm }));
  watchForCrashes();
  return exports;
}

// --- Chunks: the parts of the app that the first view does not run -----------------------------------------------

let wasmExports; // What the chunks import from the main module; `undefined` until it runs, and after a crash.
const chunkFiles = new Map(); // file → promise that it runs

function loadChunkFile(file) {
  if (!chunkFiles.has(file)) {
    const running = startChunkFile(file);
    running.catch(() => chunkFiles.delete(file)); // So that the next call tries again.
    chunkFiles.set(file, running);
  }
  return chunkFiles.get(file);
}

async function startChunkFile(file) {
  const compile = (options) => fetchAsset(file, { signal: abortAfter(TIMEOUT).signal, ...options }).then(compileWasm);
  // As the app: once more, past the HTTP cache.
  const module = await compile().catch(() => pause().then(() => compile({ cache: "reload" })));
  await loadApp();
  await WebAssembly.instantiate(module, { __wasm_split: wasmExports });
}

/** Compiles a response: while it arrives, if its type lets the browser do so, which then also keeps the compiled code. */
async function compileWasm(response) {
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Loads a chunk of the app. It may be called before the app runs. */
export async function loadChunk(name) {
  await Promise.all((ASSETS.chunks[name] ?? []).map((index) => loadChunkFile(ASSETS.files[index])));
}

/** Loads chunks when the browser has nothing else to do, unless the customer saves data. */
export function loadChunksSoon(names) {
  if (navigator.connection?.saveData) return;
  // The app loads it again when it needs it.
  whenIdle(() => names.forEach((name) => loadChunk(name).catch(() => {})));
}

// --- When the app crashes ----------------------------------------------------------------------------------------

export const running = new Set(); // The connections in which the app runs.
let isWatching = false;

/** Stops the app in all elements: they share its memory, which is in an undefined state after a trap. Nothing may be
 *  sent from it. An element that is connected later starts another app. */
export function crash(error) {
  if (!wasmExports) return;
  app = wasmExports = undefined;
  crashed = started;
  chunkFiles.clear();
  console.error("Carnet has stopped.", error);
  for (const connection of running) {
    connection.app = undefined;
    connection.stop();
    connection.end(false); // The customer can no longer answer an open `canLeave()`.
  }
  running.clear();
}

function watchForCrashes() {
  if (isWatching) return;
  isWatching = true;
  const check = (error) => {
    // A trap, or an exception that left a function of the module unfinished. The host may run WebAssembly of its own,
    // so the stack must name one of our files. Not every browser names the module in the stack, and in a host's bundle
    // the glue has no address of its own: a trap that names no module is then taken for ours.
    const stack = String(error?.stack ?? "");
    const glue = ASSETS.glue.url && stack.split(ASSETS.glue.url)[1];
    // What the app before a crash still does is no crash of the next one.
    if (glue !== undefined && /^\?\d+|/.exec(glue)[0] !== glueSuffix()) return;
    const namesGlue = ASSETS.glue.url ? glue !== undefined : !/\.wasm\b/.test(stack);
    const isTrap = error instanceof WebAssembly.RuntimeError && (!stack || namesGlue);
    if (isTrap || stack.includes(ASSETS.wasm.url)) crash(error);
  };
  addEventListener("error", (event) => check(event.error));
  addEventListener("unhandledrejection", (event) => check(event.reason));
}
