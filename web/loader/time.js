// Time: limits, pauses, and moments at which the browser has time.

// How long a read and a chunk may take, in milliseconds (src/client.rs).
export const TIMEOUT = 20_000;

/** Returns a controller that aborts by itself after a time. */
export function abortAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller;
}

/** Resolves after a time. */
export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves before another attempt. A page that is left ends its requests, and is gone by then. */
export const pause = () => wait(1000);

/** Calls the function when the browser has nothing else to do, or after two seconds; soon, if it cannot tell. */
export function whenIdle(callback) {
  if (globalThis.requestIdleCallback) requestIdleCallback(callback, { timeout: 2000 });
  else setTimeout(callback, 200);
}

/** Calls a function once what is shown now is painted: a task that is queued in an animation frame runs after it. */
export const afterPaint = (run) => requestAnimationFrame(() => setTimeout(run));
