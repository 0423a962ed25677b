// Gives a page conditions that no sandbox can: the query of its address names them. It runs before any script of the
// page.
//
// `locale=ar-AE`       the locale is on this device as the customer's last choice
// `pseudo=en-XA`       the element is in a pseudo-locale
// `keys`               the element shows catalogue keys instead of texts
//                      (`setDisplay` changes these two on a page that is open)
// `customers=never`    the host page's list of customers does not arrive; also `none`, `absent`
// `lost=.wasm`         the connection breaks for addresses that contain this
// `answer=GET 410`     every request for a profile by this method has this status
// `impatient`          every deadline is 2 s, in which the app's parts still arrive on a busy machine
// `old`                the browser has no WebAssembly
{
  const overrides = new URLSearchParams(location.search);

  if (overrides.has("locale")) localStorage.setItem("carnet.locale", overrides.get("locale"));

  /** The pseudo-locale and the labels of the element. The host's own texts replace the catalogue's, also those that the
   *  loader shows without the app. */
  const show = (element, { pseudo, hasKeys }) => {
    if (pseudo) element.setAttribute("locale", pseudo);
    else if (element.hasAttribute("locale")) element.removeAttribute("locale");
    if (hasKeys) element.labels = { en: window.keyedCatalogue };
    else if (element.labels?.en) element.labels = {};
  };
  /** The direction of the host page, which has no texts in a pseudo-locale. */
  const direct = ({ pseudo }) => {
    const page = document.documentElement;
    if (Object.hasOwn(page, "dir")) delete page.dir;
    page.dir = pseudo === "ar-XB" ? "rtl" : "ltr";
    if (pseudo === "ar-XB") Object.defineProperty(page, "dir", { set() {}, configurable: true });
  };
  const displayOf = (query) => ({ pseudo: query.get("pseudo"), hasKeys: query.has("keys") });
  const first = displayOf(overrides);
  if (first.pseudo || first.hasKeys) {
    const createElement = document.createElement;
    document.createElement = function (name, ...rest) {
      const element = createElement.call(this, name, ...rest);
      if (name === "carnet-profile") show(element, first);
      return element;
    };
  }
  if (first.pseudo === "ar-XB") direct(first);

  /** Changes the display of the page as it is. */
  window.setDisplay = (query) => {
    const display = displayOf(new URLSearchParams(query));
    direct(display);
    for (const element of document.querySelectorAll("carnet-profile")) show(element, display);
  };

  const customers = {
    never: () => new Promise(() => {}),
    none: async () => Response.json({ customers: [] }),
    absent: async () => {
      throw new TypeError("there is no sandbox");
    },
  };
  const ownFetch = fetch;
  window.fetch = async (input, init) => {
    const [url, method] = [String(input), init?.method ?? "GET"];
    if (overrides.has("customers") && url.includes("/sandbox/customers")) return customers[overrides.get("customers")]();
    if (overrides.has("lost") && url.includes(overrides.get("lost"))) throw new TypeError("the connection is lost");
    const [failing, status] = overrides.get("answer")?.split(" ") ?? [];
    if (failing === method && url.includes("/profile")) return new Response(null, { status });
    // The vendor has no texts in a pseudo-locale and is asked for English ones.
    const isPseudo = (language) => ["en-XA", "ar-XB"].includes(language);
    if (isPseudo(init?.headers?.["accept-language"])) init = { ...init, headers: { ...init.headers, "accept-language": "en-US" } };
    return ownFetch(input, init);
  };

  if (overrides.has("impatient")) {
    // The app's own timeouts (src/client.rs) and no others: WebKit's driver has one of its own in the page.
    const ownSetTimeout = setTimeout;
    const isTimeout = (delay) => delay === 20_000 || delay === 40_000;
    window.setTimeout = (callback, delay, ...rest) => ownSetTimeout(callback, isTimeout(delay) ? 2000 : delay, ...rest);
  }
  if (overrides.has("old")) delete window.WebAssembly;
}
