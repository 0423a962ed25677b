// The table of results, from the measurements of a run.

const sorted = (list) => [...list].sort((a, b) => a - b);

function quantile(list, part) {
  const all = sorted(list);
  return all.length ? all[Math.min(all.length - 1, Math.ceil(part * all.length) - 1)] : NaN;
}

const median = (list) => {
  const all = sorted(list);
  const middle = Math.floor(all.length / 2);
  return all.length % 2 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
};

const kilobytes = (bytes) => (Number.isFinite(bytes) ? `${(bytes / 1000).toFixed(1)} KB` : "–");
const milliseconds = (time) =>
  !Number.isFinite(time) ? "–" : time < 100 ? time.toFixed(1) : Math.round(time).toString();
const ratio = (value) => (Number.isFinite(value) ? value.toFixed(2) : "–");

/** The median, and the least and the greatest in brackets. */
function spread(list) {
  if (!list.length) return "–";
  return `${milliseconds(median(list))} (${milliseconds(Math.min(...list))}–${milliseconds(Math.max(...list))})`;
}

const table = (head, rows) =>
  [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");

const NAMES = {
  static: "Static HTML (the floor)",
  react: "React peer",
  carnet: "Carnet",
  oneTag: "Carnet, one tag, no preloads",
};

function loading(results) {
  const of = (part, key, value) => (results[part][key] ?? []).map((run) => run[value]);
  const rows = Object.keys(NAMES).map((key) => [
    NAMES[key],
    kilobytes(median(of("loads", key, "code"))),
    kilobytes(median(of("loads", key, "all"))),
    spread(of("loads", key, "paint")),
    spread(of("loads", key, "ready")),
    spread(of("traces", key, "busy")),
    spread(of("traces", key, "long")),
    spread(of("loads", key, "warmReady").filter(Number.isFinite)),
  ]);
  return table(
    [
      "cold, slow 4G, 4× CPU",
      "JS + wasm",
      "all bytes",
      "first contentful paint, ms",
      "view ready, ms",
      "main thread busy, ms",
      "of it in tasks over 50 ms",
      "ready when warm, ms",
    ],
    rows,
  );
}

function interactions({ interactions: { react = {}, carnet = {} } }) {
  const rows = Object.keys(carnet).map((name) => {
    const [own, peer] = [carnet[name], react[name]];
    const cell = (list) => `${milliseconds(quantile(list, 0.5))} / ${milliseconds(quantile(list, 0.99))}`;
    return [name, cell(own), cell(peer), ratio(quantile(own, 0.99) / quantile(peer, 0.99)), `${own.length}`];
  });
  return table(["to the next frame, ms, 4× CPU: median / p99", "Carnet", "React peer", "p99 ÷", "samples"], rows);
}

function memory({ soak }) {
  const rows = Object.entries(soak).flatMap(([key, steps]) =>
    Object.entries(steps).map(([name, { count, nodes, listeners, heap }]) => [
      NAMES[key],
      `${count} ${name}`,
      `${nodes}`,
      `${listeners}`,
      `${(heap / 1e6).toFixed(2)} MB`,
    ]),
  );
  return table(["what is left in memory", "after", "nodes", "listeners", "heap"], rows);
}

function bigData({ big }) {
  if (!big) return "";
  const phones = (key, value) => big.phones[key].flatMap((run) => run[value]);
  const row = (name, value, part) => {
    const [own, peer] = [quantile(phones("carnet", value), part), quantile(phones("react", value), part)];
    return [name, milliseconds(own), milliseconds(peer), ratio(own / peer)];
  };
  return table(
    ["big data, ms, 4× CPU, fast network", "Carnet", "React peer", "÷"],
    [
      row("Club Med, 200 phones: ready", "ready", 0.5),
      row("Club Med, 200 phones: open edit", "open", 0.5),
      row("Club Med, 200 phones: keystroke, p99", "keystrokes", 0.99),
      ["Imprint, 10,000 metadata entries: ready", milliseconds(median(big.imprint)), "–", "–"],
      ["Capillary, 50 programmes: ready", milliseconds(median(big.capillary)), "–", "–"],
    ],
  );
}

function audits({ lighthouse }) {
  const rows = Object.entries(lighthouse).map(([key, list]) => [
    NAMES[key],
    ...[0, 1, 2].map((index) => `${median(list.map(({ scores }) => scores[index]))}`),
    milliseconds(median(list.map(({ lcp }) => lcp))),
    milliseconds(median(list.map(({ tbt }) => tbt))),
    [...new Set(list.flatMap(({ failed }) => failed))].join(", ") || "–",
  ]);
  return table(
    ["Lighthouse, mobile", "performance", "accessibility", "best practices", "LCP, ms", "TBT, ms", "failed audits"],
    rows,
  );
}

/** The bars of the bench: what is measured, what must be and what is aimed at. */
function bars(results) {
  const load = (key, value) => median((results.loads[key] ?? []).map((run) => run[value]));
  const busy = median((results.traces.carnet ?? []).map((run) => run.busy));
  const over = (value) => load("carnet", value) / load("react", value);
  const { react: peers = {}, carnet: own = {} } = results.interactions;
  const p99 = Object.keys(own).map((name) => quantile(own[name], 0.99));
  const worst = Math.max(...Object.keys(own).map((name) => quantile(own[name], 0.99) / quantile(peers[name], 0.99)));
  const flat = Object.values(results.soak.carnet ?? {});
  const lowest = [0, 1, 2].map((index) => median((results.lighthouse.carnet ?? []).map(({ scores }) => scores[index])));
  const phones = results.big
    ? quantile(
        results.big.phones.carnet.map((run) => run.ready),
        0.5,
      ) /
      quantile(
        results.big.phones.react.map((run) => run.ready),
        0.5,
      )
    : NaN;
  return table(
    ["bar", "measured", "must", "aim"],
    [
      [
        "JS + wasm until the Club Med view can be used, brotli",
        kilobytes(load("carnet", "code")),
        "≤ 140 KB",
        "≤ 100 KB",
      ],
      [
        "JS + wasm of a customer who edits and saves",
        `${kilobytes(results.saves.carnet?.code)} (React ${kilobytes(results.saves.react?.code)})`,
        "≤ 230 KB",
        "≤ 180 KB",
      ],
      ["view ready ÷ React peer", ratio(over("ready")), "≤ 0.85", "≤ 0.70"],
      ["first contentful paint ÷ React peer", ratio(over("paint")), "≤ 0.6", "≤ 0.45"],
      ["main thread busy until ready, 4× CPU", `${milliseconds(busy)} ms`, "≤ 600 ms", "≤ 400 ms"],
      [
        "one tag, no preloads ÷ with preloads",
        ratio(load("oneTag", "ready") / load("carnet", "ready")),
        "≤ 1.08",
        "1.0",
      ],
      [
        "interactions, p99 at 4× CPU ÷ React peer: the worst",
        `${ratio(worst)}, ${milliseconds(Math.max(...p99))} ms`,
        "≤ 0.7",
        "≤ 0.5 and ≤ 16 ms",
      ],
      ["warm visit: bytes of code", kilobytes(load("carnet", "warmCode")), "0", "0"],
      [
        "edits, language switches, remounts: left in memory",
        flat.length
          ? `${flat.map(({ nodes }) => nodes).join(", ")} nodes; ${flat.map(({ heap }) => (heap / 1e6).toFixed(1)).join(", ")} MB`
          : "–",
        "flat",
        "flat",
      ],
      ["200 phones: ready ÷ React peer", ratio(phones), "≤ 0.7", "≤ 0.7"],
      [
        "Lighthouse mobile: performance, accessibility, best practices",
        lowest.map((one) => (Number.isFinite(one) ? one : "–")).join(", "),
        "95, 100, 100",
        "100",
      ],
    ],
  );
}

/** Returns the document of a run. */
export function markdown(results) {
  const lighthouse = Object.values(results.lighthouse).flat()[0]?.version ?? "–";
  const note = results.isComplete ? "" : "\n**Not a whole run: the figures only show that the bench works.**\n";
  return `# Carnet and a React peer, side by side

Written by \`cargo xtask bench\` on ${results.date}. ${results.chromium}; ${results.react}; Lighthouse ${lighthouse}.
Method and how to read it: [docs/performance.md](../docs/performance.md). ${results.runs} runs; a figure is the median, with
the least and the greatest in brackets.
${note}
## Bars

${bars(results)}

## Loading

${loading(results)}

## Interactions

${interactions(results)}

## Memory

${memory(results)}

## Big data

${bigData(results)}

## Lighthouse

${audits(results)}
`;
}
