// What is seen of a page under another width, medium or choice of colours. Put after the words of page.js.

const CONTROLS = "a[href], button, input, select, textarea";

const place = (node) => `${node.localName}${node.id && `#${node.id}`}.${[...node.classList].join(".")} “${(text(node) || node.value || "").slice(0, 40)}”`;

/** Whether it is there for the ears alone. */
const isUnseen = (node) => !!node.closest(".c-hidden, .h-kind, option");

/** What goes over an edge of the page, or is cut off within it; nothing where nobody has to scroll sideways. */
function sideways() {
  const over = all("*").filter((node) => {
    if (isUnseen(node)) return false;
    const { left, right, width } = node.getBoundingClientRect();
    return width > 0 && (left < -1 || right > innerWidth + 1);
  });
  // A text control scrolls within itself, as everywhere.
  const cut = all("*").filter((node) => {
    if (isUnseen(node) || node.matches("html, body, input, select, textarea")) return false;
    return node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "visible" && node.clientWidth > 0;
  });
  const { scrollWidth } = document.scrollingElement;
  const page = scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide`] : [];
  return [...page, ...over.slice(0, 6).map((node) => `over the edge: ${place(node)}`), ...cut.slice(0, 6).map((node) => `cut off: ${place(node)}`)];
}

/** Words of the app that are in no catalogue: in the pseudo-locale, those without its accents. What the customer, the vendor
 *  and the browser wrote is theirs. */
function plain() {
  const root = elements()[0].shadowRoot;
  // Names that the made-up vendors gave, where they stand as headings and labels.
  const given = /^(Everyday|Travel|DowngradeTracker|YearTracker|ANDROID|IOS|<i>Old<\/i>|MOON_PHASE|telegram|pigeon|FAX|rue de la Paix, .*)$/;
  // The heading of a profile is a name.
  const isName = (node) => node.matches("#title") && root.querySelector(".c-cards");
  const isTheirs = (node) => node.closest("bdi, option, code, [lang], time, progress") || isName(node);
  const isPlain = (words) => /\p{L}{2,}/u.test(words) && !/[~\u00c0-\u024f]/.test(words);
  const walker = document.createTreeWalker(root.querySelector(".carnet"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (isPlain(data) && !given.test(clean(data)) && !isTheirs(parentElement)) found.push(`not in the catalogue: “${clean(data)}” in ${place(parentElement)}`);
  }
  for (const node of root.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
    for (const name of ["aria-label", "placeholder", "alt", "title"])
      if (isPlain(node.getAttribute(name) ?? "")) found.push(`not in the catalogue: ${name} of ${place(node)}`);
  return found;
}

/** Controls whose edges are not seen, where only borders and underlines are. */
function edgeless() {
  const ground = getComputedStyle(document.body).backgroundColor;
  const wanted = all(CONTROLS).filter((node) => !node.matches("[type=radio], [type=checkbox], .h-brand"));
  return wanted
    .filter((node) => {
      const style = getComputedStyle(node);
      const isClear = (colour) => colour === ground || colour === "rgba(0, 0, 0, 0)" || colour === style.backgroundColor;
      const isBordered = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none" && !isClear(style.borderTopColor);
      return !isBordered && !style.textDecorationLine.includes("underline");
    })
    .map((node) => `no edge: ${place(node)}`);
}

/** Marks of what is wrong and of what kind news are, that are not seen where backgrounds are not. */
function unmarked() {
  const isSeen = (style, edge, least) => parseFloat(style[`border${edge}Width`]) >= least && style[`border${edge}Color`] !== "rgba(0, 0, 0, 0)" && style[`border${edge}Style`] !== "none";
  const rtl = (node) => (getComputedStyle(node).direction === "rtl" ? "Right" : "Left");
  const fields = all(".c-field[data-wrong]").filter((node) => !isSeen(getComputedStyle(node, "::before"), rtl(node), 3));
  const news = all(".c-banner, .c-summary").filter((node) => !isSeen(getComputedStyle(node), rtl(node), 2));
  const errors = all(".c-field[data-wrong]").filter((node) => !all(".c-error", node).some((error) => text(error)));
  return [...fields, ...news, ...errors].map((node) => `not marked: ${place(node)}`);
}

/** What moves, or is about to. */
const moving = () => roots().flatMap((root) => root.getAnimations()).map((one) => `${one.animationName ?? one.transitionProperty} moves`);

/** Values that are not on paper, and controls that are. */
function printed() {
  const values = all("dt, dd .c-lines > *, .c-step, .c-points, h1");
  const every = roots().flatMap((root) => [...root.querySelectorAll("dt, dd .c-lines > *, .c-step, .c-points, h1")]);
  const lost = every.filter((node) => !values.includes(node) || !(node.getBoundingClientRect().height > 0));
  return [...lost.map((node) => `not printed: ${place(node)}`), ...all(CONTROLS).map((node) => `printed: ${place(node)}`)];
}

/** What looks as it would on a screen at night. */
const dark = () => all("h1, dt, dd").filter((node) => !/^rgb\((\d\d?|1[01]\d), /.test(getComputedStyle(node).color)).map((node) => `too light for paper: ${place(node)}`);

/** The space that WCAG 1.4.12 lets a reader have, between lines, paragraphs, words and letters. */
function spread() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  for (const root of roots()) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
