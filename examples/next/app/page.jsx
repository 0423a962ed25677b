"use client";

// The account page of a host in Next.js. As a client component it has the element in the browser; while the site is
// built, the import does nothing.

import "carnet-profile";
import { useEffect, useRef, useState } from "react";
import { credentials, fetchAccount, lineOf, LOCALES } from "./account";

export default function MyAccount() {
  const element = useRef(null);
  const [account, setAccount] = useState();
  const [isAtOrders, setAtOrders] = useState(false);
  const [locale, setLocale] = useState("en-US");
  const [lines, setLines] = useState([]);

  useEffect(() => {
    fetchAccount().then(setAccount);
  }, []);

  const note = (event) => setLines((lines) => [...lines, lineOf(event)]);

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
