// The runner: measures every page with one server in one run, and writes RESULTS.md. `cargo xtask bench` starts it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { big } from "./big.js";
import { launch, openPage, untilReady } from "./browser.js";
import { carnet } from "./carnet.js";
import { interact, soak } from "./interactions.js";
import { audit } from "./lighthouse.js";
import { load, save, trace } from "./loading.js";
import { react } from "./react.js";
import { markdown } from "./results.js";
import { CUSTOMER, send, startSandbox } from "./sandbox.js";
import { assemble, SITE, writeStaticPage } from "./site.js";

const { values: options } = parseArgs({
  options: {
    sandbox: { type: "string" },
    chromium: { type: "string" },
    runs: { type: "string", default: "7" },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const runs = options.quick ? 1 : Number(options.runs);
const samples = options.quick ? 5 : 100;
const soakCounts = options.quick
  ? { edits: 20, switches: 10, remounts: 5 }
  : { edits: 1000, switches: 300, remounts: 150 };

/** The pages that load. The static page has no button: it is ready when its markup is there. */
const pages = {
  static: { name: "Static HTML", url: "/static/", ready: ".c-cards" },
  react,
  carnet,
  oneTag: { ...carnet, name: "Carnet, one tag", url: "/bench/one-tag.html" },
};

const say = (text) => process.stderr.write(`bench: ${text}\n`);

/** Writes the static page from the React peer's view: the same markup and the same data. */
async function makeStaticPage(browser, address) {
  const tab = await openPage(browser, { ready: react.ready, network: false, cpu: false });
  await tab.page.goto(address + react.url);
  await untilReady(tab);
  await tab.page.waitForNetworkIdle({ idleTime: 500 });
  const markup = await tab.page.evaluate(() => document.getElementById("root").innerHTML);
  await tab.context.close();
  const path = "/clubmed/v2/customers/301000001/profile";
  writeStaticPage(markup, await send(address, path, "GET", undefined, CUSTOMER));
}

async function measure(address) {
  const results = { loads: {}, traces: {}, saves: {}, interactions: {}, soak: {}, lighthouse: {} };
  const wants = (name) => !options.only || options.only.split(",").includes(name);
  const browser = await launch(options.chromium);
  results.chromium = await browser.version();
  await makeStaticPage(browser, address);
  if (wants("loads")) {
    // The pages take turns, so that a disturbance of the machine does not fall on one of them.
    for (let run = 1; run <= runs; run++) {
      say(`loads, ${run} of ${runs}`);
      for (const [key, page] of Object.entries(pages)) {
        (results.loads[key] ??= []).push(await load(browser, address, page, key === "react" || key === "carnet"));
        (results.traces[key] ??= []).push(await trace(browser, address, page));
      }
    }
  }
  if (wants("saves")) {
    say("edit and save");
    for (const key of ["react", "carnet"]) results.saves[key] = await save(browser, address, pages[key]);
  }
  if (wants("big")) {
    say("big data");
    results.big = await big(browser, address, pages, Math.min(runs, 3), samples);
  }
  if (wants("soak")) {
    for (const key of ["react", "carnet"]) {
      say(`memory, ${pages[key].name}`);
      results.soak[key] = await soak(browser, address, pages[key], soakCounts);
    }
  }
  await browser.close();
  if (wants("interactions")) {
    // Without the screen's rhythm, which would add up to 16 ms of waiting to each time.
    const free = await launch(options.chromium, ["--disable-frame-rate-limit", "--disable-gpu-vsync"]);
    for (const key of ["react", "carnet"]) {
      say(`interactions, ${pages[key].name}`);
      results.interactions[key] = await interact(free, address, pages[key], samples);
    }
    await free.close();
  }
  if (wants("lighthouse")) {
    const plain = await launch(options.chromium);
    for (const key of ["static", "react", "carnet", "oneTag"]) {
      say(`Lighthouse, ${pages[key].name}`);
      results.lighthouse[key] = [];
      for (let run = 0; run < Math.min(runs, 3); run++) {
        results.lighthouse[key].push(await audit(plain, address + pages[key].url));
      }
    }
    await plain.close();
  }
  return results;
}

function versions() {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, "react/package-lock.json"), "utf8"));
  const names = ["react", "react-dom", "react-hook-form", "valibot", "i18next", "react-i18next", "vite"];
  return names.map((name) => `${name} ${lock.packages[`node_modules/${name}`].version}`).join(", ");
}

assemble();
const { address, stop } = await startSandbox(options.sandbox, SITE);
try {
  const results = await measure(address);
  results.date = new Date().toISOString().slice(0, 10);
  results.react = versions();
  results.runs = runs;
  results.samples = samples;
  results.isComplete = !options.quick && !options.only;
  mkdirSync(join(import.meta.dirname, "build"), { recursive: true });
  writeFileSync(join(import.meta.dirname, "build/results.json"), JSON.stringify(results, null, 1));
  const text = markdown(results);
  // A quick run is to see whether the bench works: its figures are not to be kept.
  const file = results.isComplete ? "RESULTS.md" : "build/RESULTS-quick.md";
  writeFileSync(join(import.meta.dirname, file), text);
  process.stdout.write(text);
  say(`written to bench/${file}`);
} finally {
  stop();
}
