// Checks a page under another width, medium or colour scheme. Each check returns what is wrong. This file goes after
// page.js.

const CONTROLS = "a[href], button, input, select, textarea";

const describe = (node) => `${node.localName}${node.id && `#${node.id}`}.${[...node.classList].join(".")} “${(text(node) || node.value || "").slice(0, 40)}”`;

/** Whether a node is for screen readers alone. */
const isVisuallyHidden = (node) => !!node.closest(".c-hidden, .h-kind, option") || getComputedStyle(node).clipPath === "inset(50%)";

/** Reports what goes over an edge of the page or is cut off within it, so that a reader would have to scroll sideways. */
function overflowing() {
  const over = all("*").filter((node) => {
    // The navigation between sections scrolls by itself.
    if (isVisuallyHidden(node) || node.closest(".c-nav")) return false;
    const { left, right, width } = node.getBoundingClientRect();
    return width > 0 && (left < -1 || right > innerWidth + 1);
  });
  // The text in a control may scroll within it. The hint at what a part holds is cut short: opened, the part shows it.
  const cut = all("*").filter((node) => {
    if (isVisuallyHidden(node) || node.matches("html, body, input, select, textarea, .c-nav, .c-fold-hint")) return false;
    return node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "visible" && node.clientWidth > 0;
  });
  const { scrollWidth } = document.scrollingElement;
  const page = scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide`] : [];
  return [...page, ...over.slice(0, 6).map((node) => `over the edge: ${describe(node)}`), ...cut.slice(0, 6).map((node) => `cut off: ${describe(node)}`)];
}

/** Reports text of the app that is in no catalogue: under the pseudo-locale, text without its accents. Texts of the
 *  customer, the vendor and the browser are left out. */
function untranslated() {
  const root = elements()[0].shadowRoot;
  // Names from the sandbox's data that are headings and labels.
  const dataNames = /^(Everyday|Travel|DowngradeTracker|YearTracker|ANDROID|IOS|<i>Old<\/i>|MOON_PHASE|telegram|pigeon|maybe|FAX|rue de la Paix, .*)$/i;
  // The heading of a profile is the customer's name.
  const isName = (node) => node.matches("#title") && root.querySelector(".c-cards");
  const isData = (node) => node.closest("bdi, option, code, .carnet [lang], time, progress") || isName(node);
  const isPlain = (text) => /\p{L}{2,}/u.test(text) && !/[~\u00c0-\u024f]/.test(text);
  const walker = document.createTreeWalker(root.querySelector(".carnet"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (isPlain(data) && !dataNames.test(clean(data)) && !isData(parentElement)) found.push(`not in the catalogue: “${clean(data)}” in ${describe(parentElement)}`);
  }
  for (const node of root.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
    for (const name of ["aria-label", "placeholder", "alt", "title"])
      if (isPlain(node.getAttribute(name) ?? "")) found.push(`not in the catalogue: ${name} of ${describe(node)}`);
  return found;
}

/** Reports controls without a visible edge: in forced colours only borders and underlines are drawn. */
function edgeless() {
  const background = getComputedStyle(document.body).backgroundColor;
  const wanted = all(CONTROLS).filter((node) => !node.matches("[type=radio], [type=checkbox], .h-brand"));
  return wanted
    .filter((node) => {
      const style = getComputedStyle(node);
      const isClear = (colour) => colour === background || colour === "rgba(0, 0, 0, 0)" || colour === style.backgroundColor;
      const isBordered = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none" && !isClear(style.borderTopColor);
      return !isBordered && !style.textDecorationLine.includes("underline");
    })
    .map((node) => `no edge: ${describe(node)}`);
}

/** Reports invalid fields and banners whose mark is not visible: in forced colours backgrounds are not drawn. */
function unmarked() {
  const isDrawn = (style, edge, least) => parseFloat(style[`border${edge}Width`]) >= least && style[`border${edge}Color`] !== "rgba(0, 0, 0, 0)" && style[`border${edge}Style`] !== "none";
  const rtl = (node) => (getComputedStyle(node).direction === "rtl" ? "Right" : "Left");
  // Each error begins with a sign.
  const fields = all(".c-error").filter((node) => !/\S/.test(getComputedStyle(node, "::before").content.replace(/none|normal/, "")));
  const banners = all(".c-banner, .c-summary").filter((node) => !isDrawn(getComputedStyle(node), rtl(node), 2));
  const errors = all(".c-field[data-wrong]").filter((node) => !all(".c-error", node).some((error) => text(error)));
  return [...fields, ...banners, ...errors].map((node) => `not marked: ${describe(node)}`);
}

/** Reports everything that moves or is about to. A sentence that appears late does not move. */
const moving = () => roots().flatMap((root) => root.getAnimations()).filter((one) => one.animationName !== "carnet-late").map((one) => `${one.animationName ?? one.transitionProperty} moves`);

/** Ends the transitions to the colours of another scheme, once they have begun: axe-core measures the colours as they are. */
async function endTransitions() {
  await painted().then(painted);
  const transitions = roots().flatMap((root) => root.getAnimations()).filter((one) => one instanceof CSSTransition);
  for (const transition of transitions) transition.finish();
  return true;
}

/** Reports values that are not printed and controls that are. A tick or a choice is a value. */
function printed() {
  const values = all("dt, dd .c-lines > *, .c-step, .c-points, h1");
  const every = roots().flatMap((root) => [...root.querySelectorAll("dt, dd .c-lines > *, .c-step, .c-points, h1")]);
  const lost = every.filter((node) => !node.closest("[hidden]")).filter((node) => !values.includes(node) || !(node.getBoundingClientRect().height > 0));
  return [...lost.map((node) => `not printed: ${describe(node)}`), ...all(CONTROLS).filter((node) => !["checkbox", "radio"].includes(node.type)).map((node) => `printed: ${describe(node)}`)];
}

/** Reports text in the light colours of the dark scheme, which print badly. */
const tooLight = () => all("h1, dt, dd").filter((node) => !/^rgb\((\d\d?|1[01]\d), /.test(getComputedStyle(node).color)).map((node) => `too light for paper: ${describe(node)}`);

/** Sets the spacing of lines, paragraphs, words and letters that WCAG 1.4.12 requires a page to support. */
function applyTextSpacing() {
  const sheet = (window.textSpacing = new CSSStyleSheet());
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  for (const root of roots()) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function removeTextSpacing() {
  for (const root of roots()) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== window.textSpacing);
}
