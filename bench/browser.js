// Chromium over the DevTools protocol: a cold browser context for each page, the throttling, and the script that runs
// in the page before its own.

import puppeteer from "puppeteer-core";

/** Lighthouse's applied slow 4G: latency per request in ms, and bytes per second. */
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};
const CPU_SLOWDOWN = 4;

/** Starts Chromium. `flags` are added to those that the bench always needs. */
export const launch = (executablePath, flags = []) =>
  puppeteer.launch({
    executablePath,
    headless: true,
    protocolTimeout: 600_000,
    args: ["--no-sandbox", "--lang=en-US", "--disable-dev-shm-usage", "--js-flags=--expose-gc", ...flags],
    defaultViewport: { width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: false },
  });

/** Runs in the page. The element of Carnet has a shadow root; the peer's page has the same element without one. */
function inPage(ready) {
  const root = () => document.querySelector("carnet-profile")?.shadowRoot ?? document;
  /** Runs the action after the next frame has been painted: a task that an animation frame queues runs after it. */
  const afterFrame = (action) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = action;
      channel.port2.postMessage(0);
    });
  const find = (selector) => root().querySelector(selector);
  const bench = {
    find,
    count: (selector) => root().querySelectorAll(selector).length,
    ready: 0,
    /** Resolves with the time from the next event of this type until a frame is painted in which a condition holds: a
     *  control is there, there are more of them than before, or a text has changed. A description and not a function,
     *  since the page's policy forbids to make functions from text. */
    arm(type, { has, more, changed, than }) {
      const done = () => {
        if (has) return find(has) !== null;
        if (more) return bench.count(more) > than;
        return !changed || (find(changed)?.textContent ?? than) !== than;
      };
      bench.measured = new Promise((resolve) => {
        const listener = (event) => {
          const check = () =>
            requestAnimationFrame(() => {
              if (!done()) return check();
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - event.timeStamp);
              channel.port2.postMessage(0);
            });
          check();
        };
        addEventListener(type, listener, { capture: true, once: true });
      });
    },
    async wait(selector, isAbsent = false) {
      const started = performance.now();
      while (Boolean(find(selector)) === isAbsent) {
        if (performance.now() - started > 60_000) throw new Error(`not there after a minute: ${selector}`);
        await new Promise((resolve) => afterFrame(resolve));
      }
      return find(selector);
    },
    async click(selector) {
      (await bench.wait(selector)).click();
    },
    /** Types as a customer would, for both frameworks: the native setter, then the event. */
    async type(selector, text) {
      const input = await bench.wait(selector);
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    },
  };
  window.bench = bench;
  let isReady;
  bench.whenReady = new Promise((resolve) => (isReady = resolve));
  const watch = () => {
    if (document.documentElement && find(ready)) {
      afterFrame(() => {
        bench.ready = performance.now();
        performance.mark("bench-ready");
        isReady();
      });
    } else {
      requestAnimationFrame(watch);
    }
  };
  watch();
}

/** Opens an empty page in a context of its own. */
export async function openPage(browser, { ready, context, network = true, cpu = true }) {
  const own = context ?? (await browser.createBrowserContext());
  const page = await own.newPage();
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  await session.send("Performance.enable");
  if (network) await session.send("Network.emulateNetworkConditions", SLOW_4G);
  if (cpu) await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.evaluateOnNewDocument(inPage, ready);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return { page, session, context: own, errors };
}

/** Resolves once the view can be used; fails with what the page said. */
export async function untilReady({ page, errors }) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error([`${page.url()} is not ready after a minute`, ...errors].join("\n"))),
      60_000,
    );
  });
  await Promise.race([page.evaluate(() => window.bench.whenReady), timeout]);
  clearTimeout(timer);
}

/** Records each response's type and the bytes of its body on the wire. */
export function recordBytes(session) {
  const requests = new Map();
  session.on("Network.responseReceived", ({ requestId, response }) => {
    requests.set(requestId, {
      url: response.url,
      mime: response.mimeType,
      headers: response.encodedDataLength,
      bytes: 0,
    });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.bytes = Math.max(0, encodedDataLength - request.headers);
  });
  const isCode = ({ mime }) => /javascript|wasm/.test(mime);
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0);
  return {
    code: () => sum([...requests.values()].filter(isCode)),
    all: () => sum([...requests.values()]),
    list: () => [...requests.values()],
  };
}
