//! The configuration, read once from the attributes of the host's element.
//!
//! The loader checks the same attributes before an early request, from `web/contract.json`.

use crate::{
    domain::{CustomerId, Field},
    i18n::{LOCALES, LanguageTag},
    vendor_api::{Query, Vendor},
};

/// The task of the element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Shows the profile of a customer, which they can change.
    View(CustomerId),
    /// Creates a customer.
    Create,
}

/// A valid configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The vendor (`vendor`).
    pub vendor: Vendor,
    /// The base URL of the vendor's routes (`base-url`), without a trailing slash.
    pub base_url: String,
    /// The vendor's query parameters, each an attribute of its own.
    pub query: Query,
    /// The task (`view` and `customer-id`).
    pub task: View,
    /// The initial locale (`locale`).
    pub locale: Option<LanguageTag>,
    /// The offered locales (`locales`), never empty.
    pub locales: Vec<LanguageTag>,
    /// The URL of the host's support (`support-url`).
    pub support_url: Option<String>,
    /// Whether the fragment of the page's address follows the route (`routing="fragment"`).
    pub routing: bool,
}

/// A missing or invalid attribute: a sentence for the page's developer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl Config {
    /// Reads the attributes. `attribute` returns the value of one, or `None` if it is not set.
    ///
    /// # Errors
    /// A [`ConfigError`] for each attribute that is missing or invalid, with the valid values.
    ///
    /// ```
    /// use carnet::config::Config;
    ///
    /// let errors = Config::read(|name| (name == "vendor").then(|| "clubmed".to_owned())).expect_err("incomplete");
    /// assert!(errors[0].0.starts_with("base-url is missing"));
    /// assert!(errors[1].0.starts_with("customer-id is missing"));
    /// ```
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> Result<Config, Vec<ConfigError>> {
        let mut errors = Vec::new();
        let written = attribute;
        let attribute =
            |name: &str| written(name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty());

        let vendor = attribute("vendor");
        let known = vendor.as_deref().and_then(Vendor::parse);
        if known.is_none() {
            let given = vendor.map_or("is missing".to_owned(), |name| format!("is \"{name}\""));
            errors.push(ConfigError(format!(
                "vendor {given}: it must be one of {}.",
                Vendor::names().join(", ")
            )));
        }

        let query = match known.map(|vendor| vendor.query(&written)) {
            Some(Err(sentences)) => {
                errors.extend(sentences.into_iter().map(ConfigError));
                Query::default()
            }
            Some(Ok(query)) => query,
            None => Query::default(),
        };

        let base_url = attribute("base-url").map(|url| url.trim_end_matches('/').to_owned());
        match base_url.as_deref() {
            None => {
                errors.push(ConfigError("base-url is missing: give the address of the vendor's API.".into()));
            }
            Some(url) => errors.extend(base_url_error(url).map(|rule| {
                // A password must not be in the console.
                let shown = if url.contains('@') { "not valid".to_owned() } else { format!("\"{url}\"") };
                ConfigError(format!("base-url is {shown}: {rule}."))
            })),
        }

        let customer = attribute("customer-id").and_then(|id| CustomerId::parse(&id));
        let view = attribute("view");
        let task = match (view.as_deref(), customer) {
            (Some("create"), _) => {
                if known.is_some_and(|vendor| !Field::all().any(|field| vendor.accepts_on_create(field))) {
                    errors.push(ConfigError(
                        "view is \"create\": this vendor is read-only, so no customer can be created.".into(),
                    ));
                }
                Some(View::Create)
            }
            (None | Some("profile"), Some(customer)) => {
                if known.is_some_and(|vendor| !vendor.accepts(&customer)) {
                    errors.push(ConfigError(
                        "customer-id does not have the format of this vendor's ids.".into(),
                    ));
                }
                Some(View::View(customer))
            }
            (None | Some("profile"), None) => {
                errors.push(ConfigError(
                    "customer-id is missing: give the customer's id, or view=\"create\" for a new customer."
                        .into(),
                ));
                None
            }
            (Some(other), _) => {
                errors.push(ConfigError(format!("view is \"{other}\": it must be profile or create.")));
                None
            }
        };

        let mut tag = |name: &str, text: &str| {
            let tag = LanguageTag::parse(text);
            if tag.is_none() {
                errors.push(ConfigError(format!("{name} has \"{text}\": that is no language tag (BCP 47).")));
            }
            tag
        };
        let locale = attribute("locale").and_then(|text| tag("locale", &text));
        let offered = attribute("locales").unwrap_or_else(|| LOCALES.join(" "));
        let mut locales = Vec::<LanguageTag>::new();
        for text in offered.split([' ', ',', '\n', '\t', '\r']).filter(|text| !text.is_empty()) {
            locales.extend(
                tag("locales", text).filter(|tag| !locales.iter().any(|other| other.is_same_locale(tag))),
            );
        }
        if locales.is_empty() {
            locales.extend(LanguageTag::parse(LOCALES[0]));
        }

        // The style sheets use it; here it is only validated.
        if let Some(theme) = attribute("theme")
            && !["light", "dark", "auto"].contains(&theme.as_str())
        {
            errors.push(ConfigError(format!("theme is \"{theme}\": it must be light, dark or auto.")));
        }

        // The loader uses it; here it is only validated.
        if let Some(shadow) = attribute("shadow")
            && !["open", "none"].contains(&shadow.as_str())
        {
            errors.push(ConfigError(format!("shadow is \"{shadow}\": it must be open or none.")));
        }

        let routing = match attribute("routing").as_deref() {
            None | Some("none") => false,
            Some("fragment") => true,
            Some(other) => {
                errors.push(ConfigError(format!("routing is \"{other}\": it must be none or fragment.")));
                false
            }
        };

        let support_url = attribute("support-url");
        if let Some(url) = &support_url
            && !["https://", "mailto:"].iter().any(|scheme| url.len() > 8 && url.starts_with(scheme))
        {
            errors.push(ConfigError(format!(
                "support-url is \"{url}\": it must be a URL that begins with https:// or mailto:."
            )));
        }

        match (known, base_url, task) {
            (Some(vendor), Some(base_url), Some(task)) if errors.is_empty() => {
                Ok(Config { vendor, base_url, query, task, locale, locales, support_url, routing })
            }
            _ => Err(errors),
        }
    }
}

/// Returns the rule that a base URL breaks; `None` for a valid one. The loader has the same rules as a pattern
/// (`xtask/src/bundle/script_contract.rs`).
fn base_url_error(url: &str) -> Option<&'static str> {
    // A browser ignores control characters: with one in it, the address would be another one than is checked here.
    if url.contains(|letter: char| "?#\\".contains(letter) || letter.is_ascii_control()) {
        return Some("it must not have a query, a fragment, a backslash or a control character");
    }
    let first = url.split('/').next().unwrap_or_default();
    // Without a scheme it is of the page: a path, or a host after `//`.
    let (scheme, rest) = match first.split_once(':') {
        Some((scheme, _)) => (scheme.to_ascii_lowercase(), url.get(scheme.len() + 1..).unwrap_or_default()),
        None => (String::new(), url),
    };
    let host = rest.strip_prefix("//").and_then(|rest| rest.split('/').next());
    if host.is_some_and(|host| host.contains('@')) {
        return Some("it must not have a user name or a password");
    }
    let is_loopback = |host: &str| {
        let name =
            host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(name, _)| name);
        name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name.ends_with(".localhost")
    };
    match (scheme.as_str(), host) {
        // A browser takes what follows three slashes for a host too.
        ("", host) if host != Some("") => None,
        ("https", Some(host)) if !host.is_empty() => None,
        ("http", Some(host)) if is_loopback(host) => None,
        ("http", _) => {
            Some("http is for this device only, since everybody on the way can read it: use https")
        }
        _ => Some("it must be a path, or begin with https://"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attributes: &[(&str, &str)]) -> Result<Config, Vec<ConfigError>> {
        Config::read(|name| {
            attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    const GOOD: [(&str, &str); 3] =
        [("vendor", "clubmed"), ("base-url", "https://api.example.com/"), ("customer-id", "123456789")];

    #[test]
    fn read_with_three_attributes_succeeds() {
        let config = read(&GOOD).expect("it is complete");
        assert_eq!(config.base_url, "https://api.example.com");
        assert!(!config.routing);
        assert!(!config.locales.is_empty());
    }

    #[test]
    fn read_with_several_errors_returns_all() {
        let errors = read(&[
            ("vendor", "clubmet"),
            ("locale", "fr_FR"),
            ("routing", "hash"),
            ("theme", "night"),
            ("shadow", "closed"),
            ("support-url", "javascript:help()"),
        ])
        .expect_err("errors");
        let text: Vec<&str> = errors.iter().map(|error| error.0.as_str()).collect();
        assert_eq!(text.len(), 8, "{text:?}");
        for word in ["clubmet", "base-url", "customer-id", "fr_FR", "hash", "night", "closed", "javascript"] {
            assert!(text.iter().any(|sentence| sentence.contains(word)), "{word} in {text:?}");
        }
    }

    #[test]
    fn base_url_is_a_path_or_encrypted() {
        for (url, is_valid) in [
            ("https://api.example.com/a", true),
            ("HTTPS://api.example.com:8443", true),
            ("/gateway/imprint", true),
            ("gateway", true),
            ("//api.example.com", true),
            ("http://localhost:8080/clubmed", true),
            ("http://127.0.0.1", true),
            ("http://[::1]:8080", true),
            ("http://app.localhost", true),
            ("https://api.example.com/@here", true),
            ("http://api.example.com", false),
            ("http://localhost.example.com", false),
            ("https://", false),
            ("https:api", false),
            ("data:application/json,{}", false),
            ("javascript:alert(1)", false),
            ("blob:https://api.example.com/1", false),
            ("ftp://api.example.com", false),
            ("https://user:planted@api.example.com", false),
            ("//planted@api.example.com", false),
            ("///planted@api.example.com", false),
            ("https:///planted@api.example.com", false),
            ("/\t/planted@api.example.com", false),
            ("\u{1}//planted@api.example.com", false),
            ("ht\ttp://api.example.com", false),
            ("/a?b=c", false),
            ("/a#b", false),
            ("https:\\\\api.example.com", false),
        ] {
            let mut attributes = GOOD;
            attributes[1].1 = url;
            let errors = read(&attributes).err().unwrap_or_default();
            assert_eq!(errors.is_empty(), is_valid, "{url}: {errors:?}");
            assert!(errors.iter().all(|error| !error.0.contains("planted")), "{errors:?}");
        }
    }

    #[test]
    fn read_with_id_of_other_format_fails() {
        let mut attributes = GOOD;
        attributes[2].1 = "customer-1";
        assert!(read(&attributes).is_err());
    }

    #[test]
    fn support_url_is_a_page_or_a_mail_address() {
        for (url, is_valid) in [
            ("https://help.example.com/a?b=c#d", true),
            ("mailto:help@example.com?subject=My%20profile", true),
            ("http://help.example.com", false),
            ("https:help", false),
            ("https://", false),
            ("mailto:", false),
            ("//help.example.com", false),
            ("/help", false),
            ("javascript:help()", false),
        ] {
            let mut attributes = GOOD.to_vec();
            attributes.push(("support-url", url));
            let read = read(&attributes).map(|config| config.support_url);
            assert_eq!(read.ok(), is_valid.then(|| Some(url.to_owned())), "{url}");
        }
    }

    #[test]
    fn read_with_repeated_locales_offers_each_once() {
        let mut attributes = GOOD.to_vec();
        attributes.extend([("locale", "de-DE"), ("locales", "en-US, fr-FR\n\ten-US,FR-fr")]);
        let config = read(&attributes).expect("it is complete");
        let offered: Vec<&str> = config.locales.iter().map(LanguageTag::as_str).collect();
        assert_eq!(offered, ["en-US", "fr-FR"]);
    }

    #[test]
    fn read_with_vendor_parameters_returns_query() {
        let capillary = [
            ("vendor", "capillary"),
            ("base-url", "https://gateway.example.com/capillary"),
            ("customer-id", "17742"),
            ("source", "WECHAT"),
            ("account-id", "wechat-con1"),
            ("embed", "MLP, points"),
            ("gap-to-renew", "0"),
            ("included-only-current-profile", ""),
        ];
        let query = read(&capillary).expect("it is complete").query;
        for (parameter, value) in [
            ("source", Some("WECHAT")),
            ("accountId", Some("wechat-con1")),
            ("embed", Some("mlp,points")),
            ("gapToRenew", Some("0")),
            ("gapToUpgrade", None),
            // An attribute without a value is true.
            ("includedOnlyCurrentProfile", Some("true")),
        ] {
            assert_eq!(query.get(parameter), value, "{parameter}");
        }
        let imprint = [
            ("vendor", "imprint"),
            ("base-url", "/imprint"),
            ("customer-id", "CSMR-v1-124/4 é+#?%"),
            ("source", "SHOP"),
        ];
        assert_eq!(read(&imprint).expect("it is complete").query, Query::default());
    }

    #[test]
    fn read_with_invalid_parameter_returns_its_error_with_the_others() {
        let wrong =
            [("vendor", "capillary"), ("customer-id", "one"), ("source", "SHOP"), ("gap-to-renew", "0")];
        let errors = read(&wrong).expect_err("errors");
        let starts: Vec<&str> = errors.iter().filter_map(|error| error.0.split(' ').next()).collect();
        assert_eq!(starts, ["source", "gap-to-renew", "base-url", "customer-id"]);
    }

    #[test]
    fn read_with_create_at_read_only_vendor_fails() {
        let creation = |vendor: &'static str| {
            let attributes = [("vendor", vendor), ("base-url", "/v"), ("source", "ALL"), ("view", "create")];
            read(&attributes).map(|config| config.task)
        };
        assert_eq!(creation("clubmed"), Ok(View::Create));
        for vendor in ["capillary", "imprint"] {
            let errors = creation(vendor).expect_err("an error");
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(errors[0].0.starts_with("view is \"create\""), "{errors:?}");
        }
    }
}
