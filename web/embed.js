// The page in a frame of another origin: <carnet-profile>, and a channel to the host that frame.js holds the other end of.

const CONTRACT = {}; // filled in by the bundler

const VERSION = 1; // Of the messages: docs/iframe.md.

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** The origin whose page may begin, by the address of this page; nothing where it names none. */
function namedHost() {
  const named = new URLSearchParams(location.search).get("host");
  try {
    const { origin, protocol } = new URL(named);
    return origin === named && /^https?:$/.test(protocol) ? origin : undefined;
  } catch {
    return undefined;
  }
}

const host = namedHost();
let port; // Once the host has begun.
let element;

let lastId = 0;
const asked = new Map(); // Who waits for credentials, by number.

function begin({ attributes, labels, style, scheme }) {
  element = document.createElement("carnet-profile");
  for (const [name, value] of Object.entries(isTable(attributes) ? attributes : {})) setAttribute(name, value);
  for (const [name, value] of Object.entries(isTable(style) ? style : {})) {
    if (CONTRACT.properties.includes(name) && typeof value === "string") element.style.setProperty(name, value);
  }
  setLabels(labels);
  setScheme(scheme);
  element.credentials = () =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      asked.set(id, { resolve, reject });
      port.postMessage({ type: "credentials", id });
    });
  for (const name of CONTRACT.events) {
    element.addEventListener(name, ({ detail }) => port.postMessage({ type: "event", name, detail }));
  }
  new ResizeObserver(() => port.postMessage({ type: "height", pixels: element.scrollHeight })).observe(element);
  keepInSight();
  document.body.append(element);
}

/** The frame is as tall as what is in it. What is to be in the middle of the window is put in the middle of what can be seen of
 *  the frame (style/dialog.css). */
function keepInSight() {
  const threshold = Array.from({ length: 201 }, (_, step) => step / 200);
  let seen;
  const place = () => {
    if (!seen) return;
    const [above, below] = [seen.top, innerHeight - seen.bottom].map((pixels) => Math.max(0, pixels));
    element.style.setProperty("--carnet-sight", seen.height ? `${above}px ${below}px` : "0px");
  };
  const look = (entries) => {
    seen = entries.at(-1).intersectionRect;
    place();
  };
  new IntersectionObserver(look, { threshold }).observe(element);
  addEventListener("resize", place);
}

function setAttribute(name, value) {
  if (!CONTRACT.attributes.includes(name)) return;
  if (typeof value === "string") element.setAttribute(name, value);
  else if (value === null) element.removeAttribute(name);
}

function setLabels(labels) {
  try {
    element.labels = labels;
  } catch (error) {
    console.error(error);
  }
}

function setScheme(scheme) {
  // The host's own, whatever the device's: else the frame would have a ground of another colour.
  if (["light", "dark"].includes(scheme)) document.documentElement.style.colorScheme = scheme;
}

function answer({ id, token, apiKey, failed }) {
  const { resolve, reject } = asked.get(id) ?? {};
  asked.delete(id);
  // What it is worth is the app's to judge, at its own door.
  if (failed) reject?.(new Error("the host has no credentials"));
  else resolve?.({ token, apiKey });
}

/** What the host says. Anything else is none of ours. */
async function heed(message) {
  switch (message?.type) {
    case "attribute":
      setAttribute(message.name, message.value);
      break;
    case "labels":
      setLabels(message.labels);
      break;
    case "scheme":
      setScheme(message.scheme);
      break;
    case "credentials":
      answer(message);
      break;
    case "can-leave":
      port.postMessage({ type: "may-leave", id: message.id, may: await element.canLeave() });
      break;
    case "focus":
      element.focus();
      break;
  }
}

/** Takes the first beginning of the page around this one, of the origin that was named; from then on the channel alone. */
function hear({ data, origin, source, ports }) {
  if (source !== parent || origin !== host || data?.carnet !== VERSION || data.type !== "start" || !ports[0]) return;
  removeEventListener("message", hear);
  [port] = ports;
  port.onmessage = ({ data: message }) => heed(message);
  begin(data);
}

if (parent === self || !host) {
  const note = document.createElement("p");
  note.role = "alert";
  note.textContent = "This page stands in a frame: embed it with <carnet-frame>, which says by ?host= whose page it is in.";
  document.body.append(note);
} else {
  addEventListener("message", hear);
  parent.postMessage({ carnet: VERSION, type: "hello" }, host);
}
