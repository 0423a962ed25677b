// Load on the gateway at a constant rate (loadtest, from npm): each request is the next customer's, with a token of that
// customer, and an answer is right if it is that customer's. It prints a summary as JSON.
//
// Usage: node load.js --address URL --certificate FILE --claims JSON --key FILE --first ID --customers N --rate N --seconds N
//   --certificate FILE   the only certificate that is trusted
//   --claims JSON        the claims of each token, without the customer
//   --key FILE           the private key that signs them, in PEM
//   --first ID           the first customer's ID, a number; the others' follow

import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";
import { parseArgs } from "node:util";

import { loadTest } from "loadtest";

const names = ["address", "certificate", "claims", "key", "first", "customers", "rate", "seconds"];
const { values: flags } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });

const WARM_UP = 20; // Requests that are not counted: the first ones on each connection wait for TLS.

const key = createPrivateKey(readFileSync(flags.key));
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function makeToken(id) {
  const content = `${encode({ alg: "RS256", typ: "at+jwt" })}.${encode({ ...JSON.parse(flags.claims), customer_id: id })}`;
  return `${content}.${sign("sha256", content, key).toString("base64url")}`;
}

const customers = Array.from({ length: Number(flags.customers) }, (_, index) => String(Number(flags.first) + index));
const tokens = customers.map(makeToken);
const agent = new https.Agent({ keepAlive: true, ca: readFileSync(flags.certificate), servername: "localhost" });

let sent = 0;

/** Makes the request of the next customer. */
function makeRequest(_, parameters, request, received) {
  const index = sent++ % customers.length;
  const made = request(
    {
      ...parameters,
      agent,
      path: `/capillary/v2/customers/${customers[index]}?source=ALL`,
      headers: { accept: "application/json", authorization: `Bearer ${tokens[index]}`, origin: "https://shop.example" },
    },
    received,
  );
  made.labels = { customer: customers[index], started: performance.now() };
  return made;
}

/** Returns what is wrong with an answer, in the fewest words; `undefined` if nothing is. */
function problemOf(error, result) {
  if (!result) return String(error);
  if (result.statusCode !== 200) return `status ${result.statusCode}`;
  try {
    const { id } = JSON.parse(result.body);
    return String(id) === result.labels.customer ? undefined : "another customer's answer";
  } catch {
    return "no JSON";
  }
}

const problems = {};
const durations = [];
let answered = 0;

function note(error, result) {
  answered += 1;
  const problem = problemOf(error, result);
  if (problem) problems[problem] = (problems[problem] ?? 0) + 1;
  if (result && answered > WARM_UP) durations.push(performance.now() - result.labels.started);
}

const started = performance.now();
const { clients } = await loadTest({
  url: flags.address,
  requestsPerSecond: Number(flags.rate),
  maxRequests: Number(flags.rate) * Number(flags.seconds),
  requestGenerator: makeRequest,
  statusCallback: note,
  timeout: 30_000,
  quiet: true,
});
const seconds = (performance.now() - started) / 1000;

durations.sort((one, other) => one - other);
const percentile = (share) => Number(durations[Math.ceil(durations.length * share) - 1]?.toFixed(1));
const milliseconds = { p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99), max: percentile(1) };
const processor = process.cpuUsage();
console.log(
  JSON.stringify({
    sent,
    answered,
    problems,
    rate: Number((answered / seconds).toFixed(1)),
    connections: clients,
    milliseconds,
    generatorSeconds: (processor.user + processor.system) / 1e6,
  }),
);
agent.destroy();
