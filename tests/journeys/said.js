// Notes what is read out without being asked for: what appears in a live region, and what the app gives the focus to.
{
  const announced = (window.announced = []);
  const repeated = (window.repeated = []);
  const all = [];
  const LIVE = "[role=alert], [role=status], [aria-live]";
  const words = (node) => (node.innerText ?? node.textContent).replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  /** Twice is what another region, or the focus beside a region, says while the first is still there. */
  const isSame = (one, other) => one === other || (Math.min(one.length, other.length) > 24 && (one.includes(other) || other.includes(one)));
  const say = (how, said, node) => {
    const twin = all.find((one) => one.node.isConnected && (one.how !== how || one.node !== node) && isSame(one.said, said));
    if (twin && !(twin.how === "focus" && how === "focus")) repeated.push(`said twice: “${said}” (${twin.how}, ${how})`);
    all.push({ how, said, node });
    announced.push(`${how}: ${said}`);
  };
  const last = new WeakMap();
  const note = (region) => {
    const said = region.isConnected ? words(region) : "";
    if (said && last.get(region) !== said) say("live", said, region);
    last.set(region, said);
  };
  const heed = (records) => {
    const regions = new Set();
    for (const { target, addedNodes } of records) {
      const around = (target.closest ? target : target.parentElement)?.closest(LIVE);
      if (around) regions.add(around);
      for (const node of addedNodes) {
        if (node.matches?.(LIVE)) regions.add(node);
        for (const region of node.querySelectorAll?.(LIVE) ?? []) regions.add(region);
      }
    }
    for (const region of regions) note(region);
  };
  const watch = (root) => {
    new MutationObserver(heed).observe(root, { subtree: true, childList: true, characterData: true });
    root.addEventListener("focusin", ({ target }) => {
      if (target.matches("[tabindex='-1']")) say("focus", words(target), target);
    });
  };
  watch(document);
  const own = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = own.call(this, init);
    watch(root);
    return root;
  };
}
