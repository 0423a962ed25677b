// The React peer in the bench: where its controls are.

export const react = {
  name: "React",
  url: "/react/",
  ready: "#edit-contact",
  edit: "#edit-contact",
  email: "#texts-email",
  editPhones: "#edit-contact",
  addPhone: "#phones",
  phone: ".c-phone",
  phoneNumber: ".c-phone input",
  review: "form.c-form .c-primary",
  changes: ".c-changes",
  save: ".c-changes ~ .c-actions .c-primary",
  saved: '.c-banner[data-kind="good"]',
  cancel: "form > .c-actions button:last-child",
  discard: undefined,
  locale: "#locale",
  option: (language) => `[role="option"][lang="${language}"]`,
  text: "#edit-contact",
};
