// The first script of each page: hears what is said in the console and what nobody catches. Not every engine's console
// can be read from outside, and this one is read in the same way in each.
{
  const overheard = (window.overheard = []);
  const word = (said) => (said instanceof Error ? `${said}\n${said.stack}` : String(said));
  const note = (level, ...said) => overheard.push([level, said.map(word).join(" ")]);
  for (const level of ["trace", "debug", "log", "info", "warn", "error"]) {
    const own = console[level];
    console[level] = (...said) => {
      note(level, ...said);
      own.apply(console, said);
    };
  }
  const lost = ({ target }) => `${target.localName} ${target.src ?? target.href} does not load`;
  addEventListener("error", (event) => note("error", event.message ?? lost(event)), true);
  addEventListener("unhandledrejection", ({ reason }) => note("error", "nobody caught:", reason));
  addEventListener("securitypolicyviolation", (event) =>
    note("error", `against the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
  );
}
