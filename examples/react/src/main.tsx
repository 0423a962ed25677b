// A host in React 19, which sets properties of custom elements and listens to their events without a wrapper.

import type { CarnetProfile, CarnetProfileAttributes, CarnetProfileEventMap } from "carnet-profile";
import "carnet-profile";
import { type DetailedHTMLProps, type HTMLAttributes, StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "../../account.css";
import { type Account, credentials, fetchAccount, lineOf, LOCALES } from "./account";

// The props of the tag: attributes, settable properties, and a listener for each event.
type Listeners = { [Name in keyof CarnetProfileEventMap as `on${Name}`]?: (event: CarnetProfileEventMap[Name]) => void };
type Tag = DetailedHTMLProps<HTMLAttributes<CarnetProfile>, CarnetProfile> &
  CarnetProfileAttributes &
  Partial<Pick<CarnetProfile, "credentials" | "labels">> &
  Listeners;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "carnet-profile": Tag;
    }
  }
}

function MyAccount() {
  const element = useRef<CarnetProfile>(null);
  const [account, setAccount] = useState<Account>();
  const [isAtOrders, setAtOrders] = useState(false);
  const [locale, setLocale] = useState("en-US");
  const [lines, setLines] = useState<string[]>([]);

  useEffect(() => {
    fetchAccount().then(setAccount);
  }, []);

  const note = (event: CustomEvent) => setLines((lines) => [...lines, lineOf(event)]);

  // The element asks the customer before unsaved input is lost.
  async function goElsewhere() {
    if (await (element.current?.canLeave() ?? true)) setAtOrders(!isAtOrders);
  }

  return (
    <>
      <h1>{isAtOrders ? "My orders" : "My account"}</h1>
      <nav>
        <button type="button" onClick={goElsewhere}>
          {isAtOrders ? "Profile" : "Orders"}
        </button>
        <label htmlFor="language">Language of the page</label>
        <select id="language" value={locale} onChange={(event) => setLocale(event.target.value)}>
          {LOCALES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </nav>
      {account && !isAtOrders && (
        <carnet-profile
          ref={element}
          vendor={account.vendor}
          base-url={account.baseUrl}
          customer-id={account.customerId}
          locale={locale}
          credentials={credentials}
          oncarnet-ready={note}
          oncarnet-localechange={note}
          oncarnet-dirtychange={note}
          oncarnet-saved={note}
        />
      )}
      <ul id="events">
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MyAccount />
    </StrictMode>,
  );
}
