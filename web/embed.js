// The page in a frame of another origin: <carnet-profile>, and a MessageChannel to the host's <carnet-frame>
// (frame.js).

const CONTRACT = {}; // filled in by the bundler

const VERSION = 1; // Of the messages (docs/iframe.md).
const TICK = 1000; // In milliseconds: how often the host is told that the customer is being asked (frame.js).

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Returns the host's origin, which the address of this page names; `undefined` if it names none. */
function hostOrigin() {
  const named = new URLSearchParams(location.search).get("host");
  try {
    const { origin, protocol } = new URL(named);
    return origin === named && /^https?:$/.test(protocol) ? origin : undefined;
  } catch {
    return undefined;
  }
}

const host = hostOrigin();
let port; // `undefined` until the host has sent "start".
let element;

let lastId = 0;
const credentialsRequests = new Map(); // By ID.

function start({ attributes, labels, style, scheme }) {
  element = document.createElement("carnet-profile");
  for (const [name, value] of Object.entries(isObject(attributes) ? attributes : {})) setAttribute(name, value);
  for (const [name, value] of Object.entries(isObject(style) ? style : {})) {
    if (CONTRACT.properties.includes(name) && typeof value === "string") element.style.setProperty(name, value);
  }
  setLabels(labels);
  setScheme(scheme);
  element.credentials = () =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      credentialsRequests.set(id, { resolve, reject });
      port.postMessage({ type: "credentials", id });
    });
  for (const name of CONTRACT.events) {
    element.addEventListener(name, ({ detail }) => port.postMessage({ type: "event", name, detail }));
  }
  new ResizeObserver(() => port.postMessage({ type: "height", pixels: element.scrollHeight })).observe(element);
  trackVisibleArea();
  document.body.append(element);
}

/** Sets `--carnet-sight` to what is hidden above and below the visible part of the element. The frame is as tall as its
 *  content, so a dialog is centred in the visible part and not in the frame's viewport (style/dialog.css). */
function trackVisibleArea() {
  const threshold = Array.from({ length: 201 }, (_, step) => step / 200);
  const onIntersection = (entries) => {
    const visible = entries.at(-1).intersectionRect;
    const [above, below] = [visible.top, innerHeight - visible.bottom].map((pixels) => Math.max(0, pixels));
    element.style.setProperty("--carnet-sight", visible.height ? `${above}px ${below}px` : "0px");
  };
  const observer = new IntersectionObserver(onIntersection, { threshold });
  // The observer reports a changed ratio only. An element that grows and is wholly visible before and after keeps its
  // ratio, so its new size is observed anew: a new observation is always reported.
  const observe = () => {
    observer.unobserve(element);
    observer.observe(element);
  };
  new ResizeObserver(observe).observe(element);
  addEventListener("resize", observe);
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
  // The host's scheme, whatever the device's: in another scheme the browser gives the frame an opaque background.
  if (["light", "dark"].includes(scheme)) document.documentElement.style.colorScheme = scheme;
}

function settleCredentials({ id, token, apiKey, failed }) {
  const { resolve, reject } = credentialsRequests.get(id) ?? {};
  credentialsRequests.delete(id);
  // The app validates the values.
  if (failed) reject?.(new Error("the host has no credentials"));
  else resolve?.({ token, apiKey });
}

/** Calls `canLeave()` for the host. Until the customer answers, tells the host regularly that this page responds. */
async function answerCanLeave(id) {
  const sendAsking = () => port.postMessage({ type: "asking", id });
  sendAsking();
  const timer = setInterval(sendAsking, TICK);
  try {
    port.postMessage({ type: "may-leave", id, may: await element.canLeave() });
  } finally {
    clearInterval(timer);
  }
}

/** Handles a message of the host. Unknown and malformed messages are ignored. */
function onHostMessage(message) {
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
      settleCredentials(message);
      break;
    case "can-leave":
      answerCanLeave(message.id);
      break;
    case "focus":
      element.focus();
      break;
  }
}

/** Accepts the first "start" of the parent window, at the origin that was named. All later messages use the channel. */
function onWindowMessage({ data, origin, source, ports }) {
  if (source !== parent || origin !== host || data?.carnet !== VERSION || data.type !== "start" || !ports[0]) return;
  removeEventListener("message", onWindowMessage);
  [port] = ports;
  port.onmessage = ({ data: message }) => onHostMessage(message);
  start(data);
}

if (parent === self || !host) {
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent =
    "This page stands in a frame: embed it with <carnet-frame>, which passes the origin of its page in ?host=.";
  document.body.append(note);
} else {
  addEventListener("message", onWindowMessage);
  parent.postMessage({ carnet: VERSION, type: "hello" }, host);
}
