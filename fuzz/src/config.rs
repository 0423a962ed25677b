//! The attributes of the element: what is accepted sends a token to no address but a safe one, and what is not accepted
//! is named.
//!
//! Each line of the input is `attribute=value`.

use carnet::{
    config::{Config, View},
    vendor_api::{Operation, RequestContext, request},
};
use url::{Host, Url};

pub(crate) fn check(text: &str) {
    let attribute = |name: &str| {
        let of = |line: &str| {
            line.split_once('=').filter(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
        };
        text.lines().find_map(of)
    };
    match Config::read(attribute) {
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| error.0.ends_with('.') && error.0.contains(' ')), "{errors:?}");
        }
        Ok(config) => {
            assert!(!config.locales.is_empty());
            check_address(&config);
        }
    }
}

/// Resolves the address of a request as a browser does on a page of the host.
fn check_address(config: &Config) {
    let View::View(customer) = &config.task else { return };
    let context = RequestContext {
        base_url: &config.base_url,
        token: "token",
        api_key: "",
        language: "en",
        query: &config.query,
    };
    let request =
        request(config.vendor, Operation::View(customer), context).expect("every vendor has profiles");
    let page = Url::parse("https://host.example/account/").expect("a URL");
    // An address that is none sends nothing.
    let Ok(url) = page.join(&request.url) else { return };
    let is_device = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && is_device), "a token is sent to {url}");
    assert!(url.username().is_empty() && url.password().is_none(), "{url}: fetch throws at a password");
    let id: String = customer.as_str().to_owned();
    let segment = carnet::http::segment(&id);
    assert!(url.path().contains(&segment), "{url} is not the address of {id}");
    assert_eq!(url.fragment(), None);
}
