//! A host page of another origin than the app's: empty, without a policy, and independent of the sandbox.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
};

use serde_json::{Value, json};

use crate::{browser_pool::is_unused, fixture_dist::CONSOLE_RECORDER, page::Page};

/// The page with a script before everything else.
fn html(script: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><script>{script}</script>\
         <link rel=\"icon\" href=\"data:,\"><title>A host</title><main></main></html>"
    )
}

/// A response of a host's server: media type and body; `None` is a 404.
pub(crate) type Response = Option<(&'static str, Vec<u8>)>;

/// Starts a server that responds to each path until the test run ends, and returns its address.
pub(crate) fn serve(respond: impl Fn(&str) -> Response + Send + Sync + 'static) -> String {
    let (listener, address) = loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        if is_unused(&address) {
            break (listener, address);
        }
    };
    let respond = Arc::new(respond);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let respond = Arc::clone(&respond);
            // Each connection has its thread: browsers open connections in advance.
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                let read = stream.read(&mut buffer).unwrap_or_default();
                let request = String::from_utf8_lossy(&buffer[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default();
                let (status, kind, body) = match respond(path) {
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

/// The script of the host page, with functions for the tests. They belong to the page because in Firefox a driver's
/// script runs in another context.
const SCRIPT: &str = "
    window.events = [];
    window.credentialsCalls = 0;
    for (const name of ['ready', 'localechange', 'created', 'saved', 'failure', 'exit'])
      document.addEventListener(`carnet-${name}`, ({ detail }) => events.push([name, detail]));
    window.credentials = async () => {
      credentialsCalls += 1;
      return { token: 'development', apiKey: 'carnet.sandbox.clubmed.com' };
    };
    window.askToLeave = () => {
      window.mayLeave = undefined;
      document.querySelector('carnet-profile, carnet-frame').canLeave().then((may) => (window.mayLeave = may));
    };
    window.mayLeaveNow = () =>
      document.querySelector('carnet-profile, carnet-frame').dispatchEvent(new Event('carnet-leave', { cancelable: true }));
    /** The page without the element: global names, stylesheets, fonts, and the styles of a few elements. */
    window.snapshot = () => {
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
      // Drivers define global names too.
      const names = Object.getOwnPropertyNames(window).filter((name) => !/^(cdc|se)_/.test(name));
      return [...names.sort(), ...marks, counts.join(), ...probes];
    };
    {
      let before = [];
      window.takeSnapshot = () => void (before = snapshot());
      window.snapshotDifference = () => snapshot().filter((one) => !before.includes(one)).map((one) => one.slice(0, 900));
    }
    window.makeElement = (attributes) => {
      const element = document.createElement('carnet-profile');
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };";

/// Opens the host page without the element's definition, and returns the attributes of a valid element.
pub(crate) async fn open(page: &Page) -> Value {
    let page_html = html(&format!("{CONSOLE_RECORDER}{SCRIPT}")).into_bytes();
    // The server has the same page at every path.
    page.goto(&serve(move |_| Some(("text/html", page_html.clone())))).await;
    json!({
        "vendor": "clubmed", "base-url": format!("{}/clubmed", page.sandbox.address), "customer-id": "301000001",
    })
}

/// Loads the element's definition with a script tag, as a host does.
pub(crate) async fn define(page: &Page) {
    let script = "const tag = document.createElement('script');
        document.head.append(Object.assign(tag, { type: 'module', src: arguments[0] }))";
    let loader = format!("{}/carnet.js", page.sandbox.address);
    page.evaluate(script, &[json!(loader)]).await.expect("the script is added");
    page.wait_until("the definition", "return !!customElements.get('carnet-profile')", &[]).await;
}

/// Adds an element with these attributes and the credentials to the page. Scripts find it as `window.element`.
pub(crate) async fn add_element(page: &Page, attributes: Value) {
    let script = "window.element = makeElement(arguments[0]);
        element.credentials = credentials;
        document.querySelector('main').append(element)";
    page.evaluate(script, &[attributes]).await.expect("the element is added");
}
