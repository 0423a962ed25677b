//! A host page of another origin than the app's: empty, without a policy, and with nothing of the sandbox's.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
};

use serde_json::{Value, json};

use crate::{page::Page, served::EAR};

/// The page, with this script first.
fn page(script: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><script>{script}</script>\
         <link rel=\"icon\" href=\"data:,\"><title>A host</title><main></main></html>"
    )
}

/// What a host's server has at a path: its media type, and itself.
pub(crate) type Served = Option<(&'static str, Vec<u8>)>;

/// Serves what a host has until the test run ends, and gives its address.
pub(crate) fn serve(has: impl Fn(&str) -> Served + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    let has = Arc::new(has);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let has = Arc::clone(&has);
            // A browser opens connections that it does not use yet.
            std::thread::spawn(move || {
                let mut asked = [0; 4096];
                let read = stream.read(&mut asked).unwrap_or_default();
                let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                let path = asked.split(' ').nth(1).unwrap_or_default();
                let (status, kind, body) = match has(path) {
                    Some((kind, body)) => ("200 OK", kind, body),
                    None => ("404 Not Found", "text/plain", Vec::new()),
                };
                let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n");
                let _ = write!(stream, "{head}content-length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(&body);
            });
        }
    });
    address
}

/// What a host page has in its own script, with what every test needs. A driver's script is none of the page's in Firefox.
const SCRIPT: &str = "
    window.told = [];
    window.asked = 0;
    for (const name of ['ready', 'localechange', 'created', 'saved', 'failure', 'exit'])
      document.addEventListener(`carnet-${name}`, ({ detail }) => told.push([name, detail]));
    window.credentials = async () => {
      asked += 1;
      return { token: 'development', apiKey: 'carnet.sandbox.clubmed.com' };
    };
    window.ask = () => {
      window.mayLeave = undefined;
      document.querySelector('carnet-profile, carnet-frame').canLeave().then((may) => (window.mayLeave = may));
    };
    window.leaves = () =>
      document.querySelector('carnet-profile, carnet-frame').dispatchEvent(new Event('carnet-leave', { cancelable: true }));
    /** What else is on the page: names, sheets, fonts, and how a few things look. */
    window.around = () => {
      const probes = ['p', 'h1', 'button', 'input', 'dialog', 'div.c-card', 'div.c-input', 'div.carnet'].map((css) => {
        const [name, kind = ''] = css.split('.');
        const probe = Object.assign(document.createElement(name), { className: kind, textContent: 'x' });
        document.body.append(probe);
        const look = [...getComputedStyle(probe)].map((property) => getComputedStyle(probe).getPropertyValue(property));
        probe.remove();
        return look.join();
      });
      const marks = [document.documentElement, document.body].map((node) => node.cloneNode(false).outerHTML);
      const counts = [document.styleSheets.length, document.adoptedStyleSheets.length, document.fonts.size, history.length];
      // Some are the driver's.
      const names = Object.getOwnPropertyNames(window).filter((name) => !/^(cdc|se)_/.test(name));
      return [...names.sort(), ...marks, counts.join(), ...probes];
    };
    {
      let before = [];
      window.note = () => void (before = around());
      window.added = () => around().filter((one) => !before.includes(one)).map((one) => one.slice(0, 900));
    }
    window.make = (attributes) => {
      const element = document.createElement('carnet-profile');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };";

/// Opens the host page, without the element's loader, and gives the attributes of a good element.
pub(crate) async fn open(page: &Page) -> Value {
    let served = self::page(&format!("{EAR}{SCRIPT}")).into_bytes();
    // What is asked is of no importance: there is one page.
    page.go(&serve(move |_| Some(("text/html", served.clone())))).await;
    json!({
        "vendor": "clubmed", "base-url": format!("{}/clubmed", page.sandbox.address), "customer-id": "301000001",
    })
}

/// Loads the element's definition with a script tag, as a host does.
pub(crate) async fn define(page: &Page) {
    let script = "const tag = document.createElement('script');
        document.head.append(Object.assign(tag, { type: 'module', src: arguments[0] }))";
    let loader = format!("{}/carnet.js", page.sandbox.address);
    page.ask(script, &[json!(loader)]).await.expect("the loader is asked for");
    page.holds("the definition", "return !!customElements.get('carnet-profile')", &[]).await;
}
