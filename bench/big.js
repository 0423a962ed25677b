// Big data: pages with much more than a customer usually has.

import { openPage, untilReady } from "./browser.js";
import { CUSTOMER, send } from "./sandbox.js";

const PHONES = 200;
const PROGRAMMES = 50;

/** Gives the customer 200 phones, through the vendor's own route. Returns what puts the old ones back. */
async function manyPhones(address) {
  const profile = await send(address, "/clubmed/v2/customers/301000001/profile", "GET", undefined, CUSTOMER);
  const save = (phones) => send(address, "/clubmed/v1/customers/301000001/profile", "PATCH", { phones }, CUSTOMER);
  const phone = (_, index) => ({ number: `+336${String(10_000_000 + index)}`, type: "MOBILE" });
  await save(Array.from({ length: PHONES }, phone));
  return () => save(profile.phones);
}

/** Lets the sandbox answer the next reads with 50 programmes. Returns what ends that. */
async function manyProgrammes(address) {
  const url = "/capillary/v2/customers/17742?source=INSTORE&embed=points,mlp";
  const body = await send(address, url, "GET", undefined, CUSTOMER);
  const programmes = body.loyaltyProgramDetails;
  body.loyaltyProgramDetails = Array.from({ length: PROGRAMMES }, (_, index) => programmes[index % programmes.length]);
  const reply = { fault: "reply", vendor: "capillary", times: 1000, status: 200, body: JSON.stringify(body) };
  await send(address, "/sandbox/faults", "POST", reply);
  return () => send(address, "/sandbox/faults", "DELETE");
}

async function ready(browser, url, selector) {
  const tab = await openPage(browser, { ready: selector, network: false });
  await tab.page.goto(url);
  await untilReady(tab);
  return { tab, time: await tab.page.evaluate(() => window.bench.ready) };
}

/** Opens the form with 200 phones and types into the hundredth. Returns ready, the opening and the keystrokes. */
async function phones(browser, address, peer, count) {
  const { tab, time } = await ready(browser, address + peer.url, peer.ready);
  const { page } = tab;
  await page.waitForNetworkIdle({ idleTime: 500 });
  const edit = await page.evaluateHandle((css) => window.bench.wait(css), peer.editPhones);
  await edit.evaluate((node) => node.scrollIntoView({ block: "center" }));
  await page.evaluate((condition) => window.bench.arm("click", condition), { has: peer.phoneNumber });
  await edit.click();
  const open = await page.evaluate(() => window.bench.measured);
  const input = await page.evaluateHandle((css) => {
    const all = (document.querySelector("carnet-profile")?.shadowRoot ?? document).querySelectorAll(css);
    all[Math.floor(all.length / 2)].scrollIntoView({ block: "center" });
    return all[Math.floor(all.length / 2)];
  }, peer.phoneNumber);
  await input.click();
  const keystrokes = [];
  for (let index = 0; index < count; index++) {
    await page.evaluate(() => window.bench.arm("keydown", {}));
    await page.keyboard.press(String(index % 10));
    keystrokes.push(await page.evaluate(() => window.bench.measured));
  }
  await tab.context.close();
  return { ready: time, open, keystrokes };
}

/** Measures the big pages. Only Club Med's has a peer. */
export async function big(browser, address, { carnet, react }, runs, count) {
  const result = { phones: { carnet: [], react: [] }, imprint: [], capillary: [] };
  const restore = await manyPhones(address);
  for (let run = 0; run < runs; run++) {
    result.phones.carnet.push(await phones(browser, address, carnet, count));
    result.phones.react.push(await phones(browser, address, react, count));
  }
  await restore();
  const endReply = await manyProgrammes(address);
  for (let run = 0; run < runs; run++) {
    for (const vendor of ["imprint", "capillary"]) {
      const { tab, time } = await ready(browser, `${address}/bench/${vendor}.html`, carnet.readyReadOnly);
      await tab.context.close();
      result[vendor].push(time);
    }
  }
  await endReply();
  return result;
}
