// Sends what a host may measure of the element to a server of its own, without personal data: when the view could be
// used, which requests failed, and how many saves there were.

/** Measures an element and sends the numbers to the address each time the page is hidden. `connect-src` of the page's
 *  policy has to allow the address. */
export function measure(element, address) {
  let [failures, saves] = [{}, 0];
  element.addEventListener("carnet-failure", ({ detail: { kind } }) => (failures[kind] = (failures[kind] ?? 0) + 1));
  element.addEventListener("carnet-saved", () => (saves += 1));
  document.addEventListener("visibilitychange", () => {
    // The last moment that a page is sure to see: "unload" does not come on phones.
    if (document.visibilityState !== "hidden") return;
    const markOf = (name) => Math.round(performance.getEntriesByName(name)[0]?.startTime) || undefined;
    const numbers = { frame: markOf("carnet-frame"), ready: markOf("carnet-ready"), failures, saves };
    // The browser sends it also when the page is left. A text needs no preflight.
    if (navigator.sendBeacon(address, JSON.stringify(numbers))) [failures, saves] = [{}, 0];
  });
}
