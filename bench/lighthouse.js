// Lighthouse's mobile audit: performance (simulated slow 4G), accessibility and best practices.

import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

/** Returns the scores of a page, 0 to 100, and its metrics in ms. */
export async function audit(browser, url) {
  const { port } = new URL(browser.wsEndpoint());
  const result = await lighthouse(url, { port: Number(port), onlyCategories: CATEGORIES, logLevel: "error" });
  const { audits, categories } = result.lhr;
  const metric = (name) => Math.round(audits[name].numericValue ?? 0);
  return {
    scores: CATEGORIES.map((name) => Math.round(categories[name].score * 100)),
    lcp: metric("largest-contentful-paint"),
    tbt: metric("total-blocking-time"),
    failed: Object.values(audits)
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score === 0)
      .map(({ id }) => id),
    version: result.lhr.lighthouseVersion,
  };
}
