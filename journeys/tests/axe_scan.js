// Scans the whole page with rules of axe-core, and returns what proves that the scan itself is complete. This file
// goes after axe-core's own script.

/** Scans with the rules that have one of these tags; with no tags, every rule. */
async function scan(tags) {
  const { axe } = window;
  await still();
  const rules = axe.getRules(tags).map(({ ruleId }) => ruleId);
  // The rules are named one by one because some are off by default: those of AAA, of good practice, and experimental
  // ones. `preload` is off because axe-core puts fetched stylesheets into a style element, which the page's policy
  // forbids.
  const result = await axe.run(document, { preload: false, runOnly: { type: "rule", values: rules } });
  const kinds = ["violations", "incomplete", "passes", "inapplicable"];
  const target = ({ target }) => target.flat().join(" ");
  const reason = ({ any, all, none }) => [...any, ...all, ...none].map(({ message }) => message).join("; ");
  const findings = (kind) =>
    result[kind].flatMap(({ id, nodes }) => nodes.map((node) => [id, target(node), `${reason(node)}: ${node.html}`]));
  const examined = [...result.passes, ...result.violations, ...result.incomplete].flatMap(({ nodes }) => nodes);
  return {
    rules: rules.length,
    missing: rules.filter((rule) => !kinds.some((kind) => result[kind].some(({ id }) => id === rule))),
    passes: result.passes.length,
    // The target of a node in a shadow root begins with the target of the host element.
    inside: examined.filter(({ target }) => Array.isArray(target[0]) && target[0][0].startsWith("carnet-profile")).length,
    violations: findings("violations"),
    incomplete: findings("incomplete"),
  };
}
