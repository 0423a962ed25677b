// The document around every page of the host.

export const metadata = { title: "My account", icons: "data:," };

export default function Document({ children }) {
  return (
    <html lang="en">
      <head>
        <link rel="stylesheet" href="/account.css" />
      </head>
      <body>{children}</body>
    </html>
  );
}
