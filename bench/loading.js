// Loading: bytes, first paint, ready and the main thread, cold and warm.

import { openPage, recordBytes, untilReady } from "./browser.js";

const isMainThread = (event) => event.name === "thread_name" && event.args.name === "CrRendererMain";

/** The processor time that the main thread took until ready, all of it and in tasks over 50 ms, in ms, from a trace of
 *  the page. Processor time, so that other work of the machine does not count; the throttling of the processor does. */
function busy(trace, url) {
  const events = JSON.parse(new TextDecoder().decode(trace)).traceEvents;
  const end = events.find((event) => event.name === "bench-ready");
  const isStart = (event) => event.name === "navigationStart" && event.args.data?.documentLoaderURL?.startsWith(url);
  const start = events.findLast((event) => isStart(event) && event.pid === end?.pid);
  const thread = events.find((event) => isMainThread(event) && event.pid === end?.pid);
  if (!start || !thread)
    throw new Error(`the trace of ${url} has no beginning or no end: it has ${events.length} events`);
  const durations = events
    .filter(({ name, pid, tid, ts, tdur }) => {
      const isTask = name === "RunTask" && pid === thread.pid && tid === thread.tid && tdur > 0;
      return isTask && ts >= start.ts && ts < end.ts;
    })
    .map(({ ts, dur, tdur }) => (tdur * Math.min(1, (end.ts - ts) / dur)) / 1000);
  const sum = (list) => list.reduce((total, one) => total + one, 0);
  return { busy: sum(durations), long: sum(durations.filter((one) => one > 50)) };
}

/** The times of a page that is ready. The browser may report the first paint a moment later. */
async function times(page) {
  return page.evaluate(async () => {
    const paint = await new Promise((resolve) => {
      const take = (list) => {
        const entry = list.getEntriesByName("first-contentful-paint")[0];
        if (entry) resolve(entry.startTime);
      };
      new PerformanceObserver(take).observe({ type: "paint", buffered: true });
    });
    return { ready: window.bench.ready, paint };
  });
}

/** Opens a page once with an empty cache, and twice more with a full one. */
export async function load(browser, address, { url, ready }, isWarm) {
  const tab = await openPage(browser, { ready });
  const bytes = recordBytes(tab.session);
  await tab.page.goto(address + url);
  await untilReady(tab);
  // The bytes until ready: what loads afterwards is counted with the edit and the save.
  const result = { ...(await times(tab.page)), code: bytes.code(), all: bytes.all() };
  if (isWarm) {
    await tab.page.goto("about:blank");
    // The first warm visit stores compiled code, the second one uses it.
    for (const visit of ["first", "second"]) {
      const warm = await openPage(browser, { ready, context: tab.context });
      const warmBytes = recordBytes(warm.session);
      await warm.page.goto(address + url);
      await untilReady(warm);
      if (visit === "second") {
        result.warmCode = warmBytes.code();
        result.warmReady = (await times(warm.page)).ready;
      }
      await warm.page.close();
    }
  }
  await tab.context.close();
  return result;
}

/** Opens a page with an empty cache under a trace. Tracing costs time, so that these loads count for nothing else. */
export async function trace(browser, address, { url, ready }) {
  const tab = await openPage(browser, { ready });
  await tab.page.tracing.start({
    categories: ["-*", "blink.user_timing", "disabled-by-default-devtools.timeline"],
  });
  await tab.page.goto(address + url);
  await untilReady(tab);
  // The renderer hands its events over in batches.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const result = busy(await tab.page.tracing.stop(), address + url);
  await tab.context.close();
  return result;
}

/** The bytes of a customer who opens the form, types, reviews and saves. */
export async function save(browser, address, peer) {
  const tab = await openPage(browser, { ready: peer.ready, network: false, cpu: false });
  const bytes = recordBytes(tab.session);
  await tab.page.goto(address + peer.url);
  await untilReady(tab);
  const stamp = Date.now().toString(36);
  await tab.page.evaluate(
    async ({ edit, email, review, changes, save, saved }, stamp) => {
      const { bench } = window;
      await bench.click(edit);
      await bench.type(email, `${stamp}@example.org`);
      if (bench.find(review)) await bench.click(review);
      await bench.wait(changes);
      await bench.click(save);
      await bench.wait(saved);
    },
    selectors(peer),
    stamp,
  );
  await tab.page.waitForNetworkIdle({ idleTime: 1000 });
  const result = { code: bytes.code(), all: bytes.all() };
  await tab.context.close();
  return result;
}

/** The selectors of a peer, without its functions: what can be passed to a page. */
export const selectors = (peer) =>
  Object.fromEntries(Object.entries(peer).filter(([, value]) => typeof value === "string"));
