// What a page meets that no sandbox gives: its address says what. The first script of the page, before any other.
{
  const world = new URLSearchParams(location.search);

  // A locale that is on offer, as if it had been chosen before.
  if (world.has("locale")) localStorage.setItem("carnet.locale", world.get("locale"));

  // Longer words, with accents or from right to left. The vendor has none of a pseudo-locale's, and is asked in English.
  const pseudo = world.get("pseudo");
  if (pseudo) {
    const own = document.createElement;
    document.createElement = function (name, ...rest) {
      const made = own.call(this, name, ...rest);
      if (name === "carnet-profile") made.setAttribute("locale", pseudo);
      return made;
    };
    if (pseudo === "ar-XB") {
      // Of the page around, which has no words in it.
      Object.defineProperty(document.documentElement, "dir", { set() {} });
      document.documentElement.setAttribute("dir", "rtl");
    }
  }

  const customers = {
    never: () => new Promise(() => {}),
    none: async () => Response.json({ customers: [] }),
    absent: async () => {
      throw new TypeError("there is no sandbox");
    },
  };
  const own = fetch;
  window.fetch = async (input, init) => {
    const { url = String(input), method = "GET" } = input instanceof Request ? input : {};
    if (world.has("customers") && url.includes("/sandbox/customers")) return customers[world.get("customers")]();
    if (world.has("lost") && url.includes(world.get("lost"))) throw new TypeError("the connection is lost");
    const [asked, status] = world.get("answer")?.split(" ") ?? [];
    if (asked === method && url.includes("/profile")) return new Response(null, { status });
    if (pseudo) {
      if (input instanceof Request && input.headers.has("accept-language")) input.headers.set("accept-language", "en-US");
      else if (init?.headers?.["accept-language"]) init = { ...init, headers: { ...init.headers, "accept-language": "en-US" } };
    }
    return own(input, init);
  };

  // Nobody has the time that a deadline takes.
  if (world.has("impatient")) {
    const timeout = AbortSignal.timeout;
    AbortSignal.timeout = () => timeout.call(AbortSignal, 50);
  }
  if (world.has("old")) delete window.WebAssembly;
}
