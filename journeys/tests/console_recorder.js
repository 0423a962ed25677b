// Records the page's console messages and uncaught errors. It is the first script of each page: not every engine's
// console can be read through WebDriver, and this record is the same in all of them.
{
  const messages = (window.consoleMessages = []);
  const toText = (value) => (value instanceof Error ? `${value}\n${value.stack}` : String(value));
  const record = (level, ...values) => messages.push([level, values.map(toText).join(" ")]);
  for (const level of ["trace", "debug", "log", "info", "warn", "error"]) {
    const own = console[level];
    console[level] = (...values) => {
      record(level, ...values);
      own.apply(console, values);
    };
  }
  const failedLoad = ({ target }) => `${target.localName} ${target.src ?? target.href} does not load`;
  addEventListener("error", (event) => record("error", event.message ?? failedLoad(event)), true);
  addEventListener("unhandledrejection", ({ reason }) => record("error", "not caught:", reason));
  addEventListener("securitypolicyviolation", (event) =>
    record("error", `policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
  );
}
