// Gives a page conditions that no sandbox can: the query of its address names them. It runs before any script of the
// page.
//
// `locale=ar-AE`       the locale is on this device as the customer's last choice
// `pseudo=en-XA`       the element is in a pseudo-locale
// `keys`               the element shows catalogue keys instead of texts
// `customers=never`    the host page's list of customers does not arrive; also `none`, `absent`
// `lost=.wasm`         the connection breaks for addresses that contain this
// `answer=GET 410`     every request for a profile by this method has this status
// `impatient`          every deadline is 50 ms
// `old`                the browser has no WebAssembly
{
  const overrides = new URLSearchParams(location.search);

  if (overrides.has("locale")) localStorage.setItem("carnet.locale", overrides.get("locale"));

  const pseudo = overrides.get("pseudo");
  const hasKeys = overrides.has("keys");
  if (pseudo || hasKeys) {
    const createElement = document.createElement;
    document.createElement = function (name, ...rest) {
      const element = createElement.call(this, name, ...rest);
      if (name === "carnet-profile") {
        if (pseudo) element.setAttribute("locale", pseudo);
        // The host's own texts replace the catalogue's, also those that the loader shows without the app.
        if (hasKeys) element.labels = { en: window.keyedCatalogue };
      }
      return element;
    };
  }
  if (pseudo === "ar-XB") {
    // The direction of the host page, which has no texts in a pseudo-locale.
    Object.defineProperty(document.documentElement, "dir", { set() {} });
    document.documentElement.setAttribute("dir", "rtl");
  }

  const customers = {
    never: () => new Promise(() => {}),
    none: async () => Response.json({ customers: [] }),
    absent: async () => {
      throw new TypeError("there is no sandbox");
    },
  };
  const ownFetch = fetch;
  window.fetch = async (input, init) => {
    const { url = String(input), method = "GET" } = input instanceof Request ? input : {};
    if (overrides.has("customers") && url.includes("/sandbox/customers")) return customers[overrides.get("customers")]();
    if (overrides.has("lost") && url.includes(overrides.get("lost"))) throw new TypeError("the connection is lost");
    const [failing, status] = overrides.get("answer")?.split(" ") ?? [];
    if (failing === method && url.includes("/profile")) return new Response(null, { status });
    if (pseudo) {
      // The vendor has no texts in a pseudo-locale and is asked for English ones.
      if (input instanceof Request && input.headers.has("accept-language")) input.headers.set("accept-language", "en-US");
      else if (init?.headers?.["accept-language"]) init = { ...init, headers: { ...init.headers, "accept-language": "en-US" } };
    }
    return ownFetch(input, init);
  };

  if (overrides.has("impatient")) {
    const timeout = AbortSignal.timeout;
    AbortSignal.timeout = () => timeout.call(AbortSignal, 50);
    // The app's own timeouts (src/client.rs) and no others: WebKit's driver has one of its own in the page.
    const ownSetTimeout = setTimeout;
    const isTimeout = (delay) => delay === 20_000 || delay === 40_000;
    window.setTimeout = (callback, delay, ...rest) => ownSetTimeout(callback, isTimeout(delay) ? 50 : delay, ...rest);
  }
  if (overrides.has("old")) delete window.WebAssembly;
}
