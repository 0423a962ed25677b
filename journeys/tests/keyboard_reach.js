// Checks that keyboard and finger reach every control. This file goes after page.js.

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

const describe = (node) => `${node.localName}${node.id && `#${node.id}`} “${(labelOf(node) || text(node)).slice(0, 50)}”`;

/** The control that has the focus, through open shadow roots. */
function active() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

/** The controls that Tab stops at, in the order of the page. Of a group of radio buttons, Tab stops at one. */
function tabStops() {
  const dialog = all("dialog[open]")[0];
  const controls = all(CONTROLS, dialog).filter((node) => !node.disabled && node.tabIndex >= 0);
  const isFirst = (node) => {
    const radios = controls.filter(({ type, name }) => type === "radio" && name === node.name);
    return node === (radios.find(({ checked }) => checked) ?? radios[0]);
  };
  return controls.filter((node) => node.type !== "radio" || isFirst(node));
}

/** Puts the focus on the first control, records where it goes from there, and returns the number of controls. */
function startTabbing() {
  window.visited = [];
  const record = () => {
    const node = active();
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    visited.push([node, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2]);
  };
  for (const root of roots()) root.addEventListener("focusin", (event) => root === event.composedPath()[0].getRootNode() && record());
  // There is no event when the control has the focus already.
  if (active() === tabStops()[0]) record();
  else tabStops()[0].focus();
  return tabStops().length;
}

/** Reports the first place where Tab leaves the order of the page, and every control without a visible focus. */
function tabOrderErrors() {
  const wanted = tabStops();
  const went = visited.map(([node]) => node);
  const wrong = wanted.findIndex((node, index) => went[index] !== node);
  const order =
    wrong < 0 ? [] : [`Tab comes to ${went[wrong] ? describe(went[wrong]) : "nothing"} where ${describe(wanted[wrong])} is next, of ${wanted.map(describe).join(", ")}`];
  // The first control has the focus from a script, not from the keyboard.
  const invisible = visited.slice(1).filter(([node, hasOutline]) => !hasOutline && wanted.includes(node));
  return [...order, ...invisible.map(([node]) => `the focus is not visible on ${describe(node)}`)];
}

/** Reports the controls that another element covers while they have the focus. */
function covered() {
  return tabStops().filter((node) => {
    node.focus();
    // A control that has the focus already is not scrolled into view by `focus()`, in some engines no control is.
    node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = node.getBoundingClientRect();
    let there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    while (there?.shadowRoot) {
      const within = there.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!within || within === there) break;
      there = within;
    }
    return !there || !(node.contains(there) || there.contains(node));
  }).map((node) => `covered: ${describe(node)}`);
}

/** Reports the controls under 24 px: WCAG 2.5.8 without its exceptions. */
const tooSmall = () =>
  all(CONTROLS).flatMap((node) => {
    // Layout rounds to fractions of a pixel.
    const [width, height] = [node.getBoundingClientRect()].flatMap((box) => [box.width, box.height]).map((size) => Math.round(size * 100) / 100);
    return width >= 24 && height >= 24 ? [] : [`${width} by ${height} px: ${describe(node)}`];
  });

/** Reports the controls with text under 16 px: a phone zooms the page to such a control when it takes the focus. */
const tooSmallText = () =>
  all("input:not([type=checkbox], [type=radio]), select, textarea").flatMap((node) => {
    const size = parseFloat(getComputedStyle(node).fontSize);
    return size >= 16 ? [] : [`text of ${size} px: ${describe(node)}`];
  });
