// A quick hand: walks through the page in one go, and waits by watching it. Put after the words of page.js.

/** Waits until `probe` gives something; while it throws or gives nothing, the page is not there yet. */
function when(what, probe) {
  return new Promise((resolve, reject) => {
    let why = "";
    const ask = () => {
      let found;
      try {
        found = probe();
      } catch (error) {
        why = error.message;
      }
      if (!found) return;
      end();
      // What is drawn together with it is drawn in the same turn.
      setTimeout(() => resolve(found));
    };
    const watcher = new MutationObserver(ask);
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    for (const root of roots()) watcher.observe(root, everything);
    // An element that comes later has a root that is not watched.
    const clock = setInterval(ask, 100);
    const giveUp = setTimeout(() => {
      end();
      reject(new Error(`${what}: ${why}; the page says: ${whole()}`));
    }, 15000);
    function end() {
      watcher.disconnect();
      clearInterval(clock);
      clearTimeout(giveUp);
    }
    ask();
  });
}

const put = (control, value, ...events) => {
  control.value = value;
  for (const name of events) control.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
};

const doings = {
  press: async (name) => (await when(name, () => pressable(name))).click(),
  reveal: async (name) => all("button").find((button) => text(button) === name)?.click(),
  /** Under this heading, or one of these: names have another order in other languages. */
  at: (heading) => when(heading, () => heading.split("|").some((one) => headings().includes(one))),
  async field(name, { in: group, to }) {
    const control = await when(name, () => field(name, group));
    if (["checkbox", "radio"].includes(control.type)) {
      if (control.checked !== to) control.click();
    } else if (control.localName === "select") {
      put(control, (await when(to, () => option(name, to, group))).value, "input", "change");
    } else {
      put(control, to, "input", "change");
    }
  },
  /** A save that is under way has ended: with news, or with a choice to make. */
  ended: (heading) =>
    when("the end of it", () => !headings().includes(heading) && (spoken().some(Boolean) || all("[type=radio]").length)),

  // The same in whatever language the page speaks: by CSS.
  see: (css) => when(css, () => all(css).length > 0).then(painted),
  /** As a person does it: what is pressed has the focus first. */
  async click(css) {
    const node = await when(css, () => all(css)[0]);
    node.focus();
    node.click();
  },
  async put(css, { to }) {
    const control = await when(css, () => all(css)[0]);
    if (control.localName === "select") await when(to, () => [...control.options].some((option) => option.value === to));
    put(control, to, "input", "change");
  },
  go: async (fragment) => void (location.hash = fragment),
  async attribute(name, { to }) {
    elements()[0].setAttribute(name, to);
  },
  /** What an engine says when the app's code has run into a trap. */
  async trap(message) {
    // The page's own kind of error: a driver's script may have another.
    const error = new window.WebAssembly.RuntimeError(message);
    Object.defineProperty(error, "stack", { value: "" });
    window.dispatchEvent(new window.ErrorEvent("error", { error, message }));
  },
};

/** Walks the steps and says where that led: the heading, what is said, the changes that are shown, the choices. */
async function walk(steps) {
  for (const step of steps) {
    const [doing, word] = Object.entries(step)[0];
    await doings[doing](word, step);
  }
  const choices = all("[type=radio]").map((radio) => [nameOf(radio), lines(radio.parentElement.querySelector("div"))]);
  return [headings()[0], spoken().join(" "), changes(), choices];
}
