// Interactions: the time from an input to the frame that shows its effect, and what is left in memory after many.

import { openPage, untilReady } from "./browser.js";
import { selectors } from "./loading.js";

/** A visible control, scrolled to. */
async function control(page, selector) {
  const handle = await page.evaluateHandle((css) => window.bench.wait(css), selector);
  await handle.evaluate((node) => node.scrollIntoView({ block: "center" }));
  return handle;
}

/** Clicks with the pointer, and measures until the condition holds in a painted frame (`arm` in browser.js). */
async function click(page, selector, condition) {
  const handle = await control(page, selector);
  await page.evaluate((condition) => window.bench.arm("click", condition), condition);
  await handle.click();
  return page.evaluate(() => window.bench.measured);
}

/** Goes back to the view, and discards what was typed. */
async function leave(page, peer) {
  await page.evaluate(async ({ cancel, discard, ready }) => {
    const { bench } = window;
    await bench.click(cancel);
    if (discard && bench.find(discard)) await bench.click(discard);
    await bench.wait(ready);
  }, selectors(peer));
}

/** Measures each interaction `count` times, keystrokes four times as often. Returns the times by name. */
export async function interact(browser, address, peer, count) {
  const tab = await openPage(browser, { ready: peer.ready, network: false });
  const { page } = tab;
  await page.goto(address + peer.url);
  await untilReady(tab);
  await page.waitForNetworkIdle({ idleTime: 500 });
  const times = { "open edit": [], keystroke: [], "add phone": [], review: [], "switch language": [] };
  for (let round = 0; round < count; round++) {
    times["open edit"].push(await click(page, peer.edit, { has: peer.email }));
    const email = await control(page, peer.email);
    await email.click();
    await page.keyboard.press("Home");
    const hasReview = await page.evaluate((css) => window.bench.find(css) !== null, peer.review);
    if (!hasReview) {
      // The change is on screen as it is typed: the first key of it.
      await page.evaluate((condition) => window.bench.arm("keydown", condition), { has: peer.changes });
      await page.keyboard.press("x");
      times.review.push(await page.evaluate(() => window.bench.measured));
    }
    for (const letter of "abcd") {
      await page.evaluate(() => window.bench.arm("keydown", {}));
      await page.keyboard.press(letter);
      times.keystroke.push(await page.evaluate(() => window.bench.measured));
    }
    if (hasReview) {
      times.review.push(await click(page, peer.review, { has: peer.changes }));
    }
    await leave(page, peer);
    await (await control(page, peer.editPhones)).click();
    await control(page, peer.addPhone);
    const phones = await page.evaluate((css) => window.bench.count(css), peer.phone);
    times["add phone"].push(await click(page, peer.addPhone, { more: peer.phone, than: phones }));
    await leave(page, peer);
  }
  for (let round = 0; round <= count + 1; round++) {
    const before = await page.evaluate((css) => window.bench.find(css).textContent, peer.text);
    const input = await control(page, peer.locale);
    await input.click();
    const option = peer.option(round % 2 === 0 ? "fr-FR" : "en-US");
    const time = await click(page, option, { changed: peer.text, than: before });
    // The first two load a catalogue.
    if (round > 1) times["switch language"].push(time);
  }
  await tab.context.close();
  return times;
}

async function memory({ session }) {
  for (let pass = 0; pass < 3; pass++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { nodes: value("Nodes"), listeners: value("JSEventListeners"), heap: value("JSHeapUsedSize") };
}

/** Repeats edits, language switches and remounts, and returns what memory holds before and after each. */
export async function soak(browser, address, peer, counts) {
  const tab = await openPage(browser, { ready: peer.ready, network: false, cpu: false });
  const { page } = tab;
  await page.goto(address + peer.url);
  await untilReady(tab);
  const steps = {
    edits: (count) =>
      page.evaluate(
        async (peer, count) => {
          const { bench } = window;
          for (let round = 0; round < count; round++) {
            await bench.click(peer.edit);
            await bench.type(peer.email, `a${round}@example.org`);
            await bench.click(peer.cancel);
            if (peer.discard && bench.find(peer.discard)) await bench.click(peer.discard);
            await bench.wait(peer.ready);
          }
        },
        selectors(peer),
        count,
      ),
    switches: (count) =>
      page.evaluate(
        async (peer, options, count) => {
          const { bench } = window;
          const text = () => bench.find(peer.text)?.textContent;
          for (let round = 0; round < count; round++) {
            const before = text();
            const input = await bench.wait(peer.locale);
            input.focus();
            input.click();
            await bench.click(options[round % 2]);
            while (text() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        },
        selectors(peer),
        [peer.option("fr-FR"), peer.option("en-US")],
        count,
      ),
    remounts: (count) =>
      page.evaluate(
        async (peer, count) => {
          const { bench } = window;
          const element = document.querySelector("carnet-profile");
          for (let round = 0; round < count; round++) {
            if (element.shadowRoot) element.remove();
            else document.dispatchEvent(new Event("bench:unmount"));
            await new Promise((resolve) => setTimeout(resolve));
            if (element.shadowRoot) document.body.append(element);
            else document.dispatchEvent(new Event("bench:mount"));
            await new Promise((resolve) => setTimeout(resolve));
            await bench.wait(peer.ready);
          }
        },
        selectors(peer),
        count,
      ),
  };
  const result = {};
  for (const [name, step] of Object.entries(steps)) {
    // What is made only once is made before the first measurement.
    await step(Math.min(10, counts[name]));
    const before = await memory(tab);
    await step(counts[name]);
    const after = await memory(tab);
    result[name] = {
      count: counts[name],
      nodes: after.nodes - before.nodes,
      listeners: after.listeners - before.listeners,
      heap: after.heap - before.heap,
    };
  }
  await tab.context.close();
  return result;
}
