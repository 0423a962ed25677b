// Records what screen readers announce by themselves: text that appears in a live region, and text that the app gives
// the focus to.
{
  const announced = (window.announced = []);
  const repeated = (window.repeated = []);
  const all = [];
  const LIVE = "[role=alert], [role=status], [aria-live]";
  const textOf = (node) => (node.innerText ?? node.textContent).replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  /** Whether two announcements overlap. Short texts must be equal: they are parts of many sentences. */
  const isSame = (one, other) => one === other || (Math.min(one.length, other.length) > 24 && (one.includes(other) || other.includes(one)));
  /** Records an announcement, and as repeated when another region, or the focus beside a region, still has the same text. */
  const announce = (how, text, node) => {
    const twin = all.find((one) => one.node.isConnected && (one.how !== how || one.node !== node) && isSame(one.text, text));
    if (twin && !(twin.how === "focus" && how === "focus")) repeated.push(`announced twice: “${text}” (${twin.how}, ${how})`);
    all.push({ how, text, node });
    announced.push(`${how}: ${text}`);
  };
  const last = new WeakMap();
  const checkRegion = (region) => {
    const text = region.isConnected ? textOf(region) : "";
    if (text && last.get(region) !== text) announce("live", text, region);
    last.set(region, text);
  };
  const checkRecords = (records) => {
    const regions = new Set();
    for (const { target, addedNodes } of records) {
      const around = (target.closest ? target : target.parentElement)?.closest(LIVE);
      if (around) regions.add(around);
      for (const node of addedNodes) {
        if (node.matches?.(LIVE)) regions.add(node);
        for (const region of node.querySelectorAll?.(LIVE) ?? []) regions.add(region);
      }
    }
    for (const region of regions) checkRegion(region);
  };
  const observe = (root) => {
    new MutationObserver(checkRecords).observe(root, { subtree: true, childList: true, characterData: true });
    root.addEventListener("focusin", ({ target }) => {
      if (target.matches("[tabindex='-1']")) announce("focus", textOf(target), target);
    });
  };
  observe(document);
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observe(root);
    return root;
  };
}
