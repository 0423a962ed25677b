// Carnet in the bench: the pages that embed it, and where its controls are. When its page changes, change this file.

import { createHash } from "node:crypto";

/** The element, as the bench's host pages have it. `credentials` comes from a script, as on every host. */
const ELEMENT = (attributes) => `<carnet-profile ${attributes}></carnet-profile>`;

const page = (head, script, attributes) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Your profile</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="A host of Carnet in Carnet's bench.">
    <link rel="icon" href="data:,">
    ${head}
    <script type="module" src="/${script}"></script>
  </head>
  <body>
    ${ELEMENT(attributes)}
  </body>
</html>
`;

const CLUBMED = 'vendor="clubmed" base-url="/clubmed" customer-id="301000001"';
const IMPRINT = 'vendor="imprint" base-url="/imprint" customer-id="30100000-0000-4000-8000-000000000008"';
const CAPILLARY = 'vendor="capillary" base-url="/capillary" customer-id="17742" source="INSTORE" embed="points,mlp"';

/** The credentials of a session, which every host sets; the sandbox accepts them. Their file is cached as the peer's
 *  code is, which has them in it: its name has a hash. */
const CREDENTIALS = `document.querySelector("carnet-profile").credentials = async () => ({
  token: "development",
  apiKey: "carnet.sandbox.clubmed.com",
});
`;

/** Returns the bench's own files, by path, from the page that the bundler wrote (`dist/index.html`). */
export function hostPages(index) {
  const tags = index.match(/<(link|script)\b[^>]*>/g) ?? [];
  const preloads = tags.filter((tag) => /rel="(module)?preload"/.test(tag));
  const loader = tags.find((tag) => /src="\/loader-/.test(tag));
  if (!loader) throw new Error("dist/index.html has no loader: change bench/carnet.js");
  const all = [...preloads, `${loader}</script>`].join("\n    ");
  const hash = createHash("sha256").update(CREDENTIALS).digest("hex").slice(0, 16);
  const script = `bench/credentials-${hash}.js`;
  return {
    [script]: CREDENTIALS,
    "bench/carnet.html": page(all, script, CLUBMED),
    "bench/one-tag.html": page('<script type="module" src="/carnet.js"></script>', script, CLUBMED),
    "bench/imprint.html": page(all, script, IMPRINT),
    "bench/capillary.html": page(all, script, CAPILLARY),
  };
}

/** Selectors within the element. Ids begin with a prefix of the element. What is measured is the form of a whole section
 *  and its review, since the peer has the same. For the form of one row, `edit` is `edit-email`, `editPhones` is
 *  `edit-phones`, and there is no review: the runner then takes the change that is shown as it is typed. */
export const carnet = {
  name: "Carnet",
  url: "/bench/carnet.html",
  /** There when the view of the profile can be used. */
  ready: '[id$="edit-contact"]',
  /** There when the view of a vendor that cannot be written to is shown. */
  readyReadOnly: ".c-cards .c-card",
  /** Opens the form with the email. */
  edit: '[id$="edit-contact"]',
  email: 'input[id$="email"]',
  /** Opens the form with the phones, which may be the same one. */
  editPhones: '[id$="edit-contact"]',
  addPhone: '[id$="add-phone"]',
  phone: ".c-phone",
  phoneNumber: ".c-phone input",
  /** Goes from the form to the review; absent if the form shows the change as it is typed. */
  review: "form.c-form .c-primary",
  changes: ".c-changes",
  /** Saves the change that is shown. */
  save: ".c-changes ~ .c-actions .c-primary",
  /** There after a save. */
  saved: '[data-kind="good"]',
  /** Goes back to the view: the last button of the form. */
  cancel: "form > .c-actions button:last-child",
  /** Confirms that what was typed is discarded; absent if nothing asks. */
  discard: "dialog[open] .c-secondary",
  locale: 'input[id$="locale"]',
  option: (language) => `[role="option"][lang="${language}"]`,
  /** A text that changes with the language. */
  text: '[id$="edit-contact"]',
};
