// The host's page: it gives the element credentials, lists its events, and asks it before it opens another page.

const [heading, elsewhere, language, main, events] = ["heading", "elsewhere", "language", "main", "events"].map((id) =>
  document.getElementById(id),
);
const account = await (await fetch("/account")).json();

function note(event) {
  const about = event.detail.fields ?? event.detail.dirty ?? event.detail.locale ?? "";
  const line = document.createElement("li");
  line.textContent = `${event.type}${about === "" ? "" : `: ${about}`}`;
  events.append(line);
}

const element = document.createElement("carnet-profile");
element.setAttribute("vendor", account.vendor);
element.setAttribute("base-url", account.baseUrl);
element.setAttribute("customer-id", account.customerId);
element.setAttribute("locale", language.value);
element.credentials = async () => (await fetch("/session", { method: "POST" })).json();
for (const name of ["ready", "localechange", "dirtychange", "saved"]) element.addEventListener(`carnet-${name}`, note);
main.append(element);

language.addEventListener("change", () => element.setAttribute("locale", language.value));

elsewhere.addEventListener("click", async () => {
  if (!element.isConnected) main.append(element);
  // The element asks the customer before unsaved input is lost.
  else if (await element.canLeave()) element.remove();
  heading.textContent = element.isConnected ? "My account" : "My orders";
  elsewhere.textContent = element.isConnected ? "Orders" : "Profile";
});
