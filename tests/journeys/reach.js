// What the keyboard and a finger reach, and what is read out meanwhile. Put after the words of page.js.

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

const place = (node) => `${node.localName}${node.id && `#${node.id}`} “${(labelOf(node) || text(node)).slice(0, 50)}”`;

/** The control that has the focus, through open shadow roots. */
function active() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

/** Every control there is to reach, in the order of the page; of the choices of one question, the one that answers for it. */
function stops() {
  const question = all("dialog[open]")[0];
  const controls = all(CONTROLS, question).filter((node) => !node.disabled && node.tabIndex >= 0);
  const isFirst = (node) => {
    const radios = controls.filter(({ type, name }) => type === "radio" && name === node.name);
    return node === (radios.find(({ checked }) => checked) ?? radios[0]);
  };
  return controls.filter((node) => node.type !== "radio" || isFirst(node));
}

/** Begins at the first control, and notes where the focus goes from there. */
function begin() {
  window.visited = [];
  const note = () => {
    const node = active();
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    visited.push([node, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2]);
  };
  for (const root of roots()) root.addEventListener("focusin", (event) => root === node(event).getRootNode() && note());
  function node(event) {
    return event.composedPath()[0];
  }
  // What has the focus already is not given it.
  if (active() === stops()[0]) note();
  else stops()[0].focus();
  return stops().length;
}

/** Where the focus went that it should not have, or should have and did not. */
function astray() {
  const wanted = stops();
  const went = visited.map(([node]) => node);
  const wrong = wanted.findIndex((node, index) => went[index] !== node);
  const order =
    wrong < 0 ? [] : [`Tab comes to ${went[wrong] ? place(went[wrong]) : "nothing"} where ${place(wanted[wrong])} is next, of ${wanted.map(place).join(", ")}`];
  // The first was given the focus by hand, which is none of the keyboard's.
  const unseen = visited.slice(1).filter(([node, isSeen]) => !isSeen && wanted.includes(node));
  return [...order, ...unseen.map(([node]) => `the focus is not seen on ${place(node)}`)];
}

/** Controls that something else lies over when they have the focus. */
function covered() {
  return stops().filter((node) => {
    node.focus();
    // What has the focus already, and in some engines what is about to have it, is not brought into view by that.
    node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = node.getBoundingClientRect();
    let there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    while (there?.shadowRoot) {
      const within = there.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!within || within === there) break;
      there = within;
    }
    return !there || !(node.contains(there) || there.contains(node));
  }).map((node) => `covered: ${place(node)}`);
}

/** Controls too small for a finger: WCAG 2.5.8 without its exceptions. */
const small = () =>
  all(CONTROLS).flatMap((node) => {
    const { width, height } = node.getBoundingClientRect();
    return width >= 24 && height >= 24 ? [] : [`${width} by ${height} px: ${place(node)}`];
  });
