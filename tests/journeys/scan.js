// Scans the whole page with every rule of axe-core, and says what shows that the scan itself can be believed. Put after
// axe-core's own script.

async function scan() {
  const { axe } = window;
  const rules = axe.getRules().map(({ ruleId }) => ruleId);
  // Named one by one, so that also those run that are off by themselves: of AAA, of good practice, of experiments.
  // Without a look into the sheets: it would put what it fetches into a style element, which the page's policy forbids.
  const result = await axe.run(document, { preload: false, runOnly: { type: "rule", values: rules } });
  const kinds = ["violations", "incomplete", "passes", "inapplicable"];
  const where = ({ target }) => target.flat().join(" ");
  const why = ({ any, all, none }) => [...any, ...all, ...none].map(({ message }) => message).join("; ");
  const told = (kind) =>
    result[kind].flatMap(({ id, nodes }) => nodes.map((node) => [id, where(node), `${why(node)}: ${node.html}`]));
  const looked = [...result.passes, ...result.violations, ...result.incomplete].flatMap(({ nodes }) => nodes);
  return {
    rules: rules.length,
    missing: rules.filter((rule) => !kinds.some((kind) => result[kind].some(({ id }) => id === rule))),
    passes: result.passes.length,
    // The target of a node in a shadow root begins with its host's.
    inside: looked.filter(({ target }) => Array.isArray(target[0]) && target[0][0].startsWith("carnet-profile")).length,
    violations: told("violations"),
    incomplete: told("incomplete"),
  };
}
