// Runs steps within the page in one script, and waits by observing the page. This file goes after page.js.

/** Waits until `probe` returns something. While it throws or returns nothing, the page is not there yet. */
function waitFor(what, probe) {
  return new Promise((resolve, reject) => {
    let reason = "";
    const check = () => {
      let found;
      try {
        found = probe();
      } catch (error) {
        reason = error.message;
      }
      if (!found) return;
      stop();
      // The rest of the page is rendered in the same turn.
      setTimeout(() => resolve(found));
    };
    const observer = new MutationObserver(check);
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    for (const root of roots()) observer.observe(root, everything);
    // The root of an element that is added later is not observed.
    const interval = setInterval(check, 100);
    const timeout = setTimeout(() => {
      stop();
      reject(new Error(`${what}: ${reason}; the page shows: ${pageText()}`));
    }, 15000);
    function stop() {
      observer.disconnect();
      clearInterval(interval);
      clearTimeout(timeout);
    }
    check();
  });
}

const setValue = (control, value, ...events) => {
  control.value = value;
  for (const name of events) control.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
};

const actions = {
  // By names: in English alone.
  press: async (name) => (await waitFor(name, () => pressable(name))).click(),
  /** Presses the button if it is there. */
  reveal: async (name) => all("button").find((button) => text(button) === name)?.click(),
  /** Waits for this heading, or for one of several: the order of names depends on the language. */
  heading: (heading) => waitFor(heading, () => heading.split("|").some((one) => headings().includes(one))),
  async field(name, { in: group, to }) {
    const control = await waitFor(name, () => field(name, group));
    if (["checkbox", "radio"].includes(control.type)) {
      if (control.checked !== to) control.click();
    } else if (control.localName === "select") {
      setValue(control, (await waitFor(to, () => option(name, to, group))).value, "input", "change");
    } else if (!pick(control, to)) {
      setValue(control, to, "input", "change");
    }
  },
  /** Waits until a save that began under this heading has ended: with a message, or with a conflict. */
  leaves: (heading) =>
    waitFor(
      "the end of the save",
      () => headings().length > 0 && !headings().includes(heading) && (announcements().some(Boolean) || all(".c-choice > [type=radio]").length),
    ),

  /** Waits for a message that contains this text. */
  says: (message) => waitFor(message, () => announcements().some((one) => one.includes(message))),

  // By CSS: in any language.
  see: (css) => waitFor(css, () => all(css).length > 0).then(painted),
  /** Gives the focus to a control and clicks it, as a pointer does. */
  async click(css) {
    const node = await waitFor(css, () => all(css)[0]);
    node.focus();
    node.click();
  },
  async put(css, { to }) {
    const control = await waitFor(css, () => all(css)[0]);
    if (control.localName === "select") await waitFor(to, () => [...control.options].some((option) => option.value === to));
    if (!pick(control, to)) setValue(control, to, "input", "change");
  },
  /** Goes to the form of a section, from the profile that is shown. */
  async section(name) {
    // After Cancel, the browser may still be on its way back to the address of the profile.
    await waitFor("the profile", () => all(".c-cards").length && !location.hash.includes("/edit/"));
    location.hash = `${location.hash.split("/").slice(0, 3).join("/")}/edit/${name}`;
  },
  /** Types into a combobox, and leaves its list open. */
  async enter(css, { to }) {
    setValue(await waitFor(css, () => all(css)[0]), to, "input");
  },
  go: async (fragment) => void (location.hash = fragment),
  /** Waits until the browser's way back to an address has ended. */
  settle: (fragment) => waitFor(fragment, () => location.hash === fragment).then(painted),
  async attribute(name, { to }) {
    elements()[0].setAttribute(name, to);
  },
  /** Reports the error of an engine whose wasm has run into a trap. */
  async trap(message) {
    // The page's own class of error: a driver's script may have another.
    const error = new window.WebAssembly.RuntimeError(message);
    Object.defineProperty(error, "stack", { value: "" });
    window.dispatchEvent(new window.ErrorEvent("error", { error, message }));
  },
};

/** Runs the steps, each `{ [action]: name, …options }`. */
async function runSteps(steps) {
  for (const step of steps) {
    const [action, name] = Object.entries(step)[0];
    await actions[action](name, step);
  }
}

/** Returns the heading, the messages, the changes and the choices of the page, once its part of the app is loaded. */
async function result() {
  await waitFor("a heading", () => headings().length > 0);
  const choices = all(".c-choice > [type=radio]").map((radio) => [nameOf(radio), lines(radio.parentElement.querySelector("div"))]);
  return [headings()[0], announcements().join(" "), changes(), choices];
}
