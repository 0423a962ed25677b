// The one server of the bench: the sandbox, which serves the site and the vendors' APIs behind it.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Starts the sandbox on a free port. Returns its address and a function that stops it. */
export async function startSandbox(binary, dist) {
  const child = spawn(binary, ["--ephemeral", "--port", "0", "--dist", dist], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = () => child.kill();
  process.on("exit", stop);
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/[^/\s]+/.exec(line)?.[0];
    if (address) return { address, stop };
  }
  throw new Error("the sandbox ended without printing its address");
}

/** Sends JSON to a route of the sandbox. */
export async function send(address, path, method, body, headers = {}) {
  const response = await fetch(address + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return text && JSON.parse(text);
}

export const CUSTOMER = {
  authorization: "Bearer development",
  "x-api-key": "carnet.sandbox.clubmed.com",
  "accept-language": "en-US",
};
