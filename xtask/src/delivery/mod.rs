//! The rules for serving `dist/`: the headers of each file. The configurations in `deploy/` and the upload manifest
//! follow them, and `cargo xtask test` compares every server with them.

mod upload;

pub(crate) use upload::{Upload, sha256, write as write_upload_manifest};

use crate::error::Error;

/// The headers of every response, whatever the file and the status.
pub(crate) const COMMON: [(&str, &str); 5] = [
    ("vary", "accept-encoding"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The caching of a response that has no file.
pub(crate) const ERROR_CACHING: &str = "no-store";

/// The page that is made for a frame of another origin.
const FRAME_PAGE: &str = "embed.html";

/// The encodings of the compressed copies: the ending of the copy, and the value of `content-encoding`.
pub(crate) const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gz", "gzip")];

/// The rules of one file of `dist/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) content_type: &'static str,
    pub(crate) cache_control: &'static str,
    /// Whether pages of other origins may load it.
    pub(crate) is_shared: bool,
}

impl Delivery {
    /// Returns the rules of a file, by its name without the ending of a compressed copy.
    ///
    /// # Errors
    ///
    /// No rule has the file's ending. A new kind of file needs one here and in each configuration.
    pub(crate) fn of(name: &str) -> Result<Self, Error> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let content_type = match ending {
            "html" => "text/html",
            "js" => "text/javascript",
            "css" => "text/css",
            "json" => "application/json",
            // Another type, and the browser does not compile it while it loads.
            "wasm" => "application/wasm",
            _ => {
                return Err(Error::new(format!(
                    "no rule says how {name} is served: add its ending to xtask/src/delivery/mod.rs and to the \
                     configurations in deploy/"
                )));
            }
        };
        Ok(Self {
            content_type,
            cache_control: if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" },
            is_shared: ending != "html" || name == FRAME_PAGE,
        })
    }

    /// Returns all headers of a response with the file, in lower case.
    pub(crate) fn headers(&self, name: &str, origins: &Origins) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("content-type", self.content_type.to_owned()),
            ("cache-control", self.cache_control.to_owned()),
            ("content-security-policy", policy(name, origins)),
        ];
        headers.extend(sharing(self.is_shared));
        headers.extend(COMMON.map(|(name, value)| (name, value.to_owned())));
        headers
    }
}

/// Returns all headers of a 404. A page can read it: to an embedding page, a status says more than a failed request.
pub(crate) fn missing_headers(origins: &Origins) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("content-type", "text/plain; charset=utf-8".to_owned()),
        ("cache-control", ERROR_CACHING.to_owned()),
        ("content-security-policy", policy("", origins)),
    ];
    headers.extend(sharing(true));
    headers.extend(COMMON.map(|(name, value)| (name, value.to_owned())));
    headers
}

fn sharing(is_shared: bool) -> Vec<(&'static str, String)> {
    if is_shared {
        vec![
            ("cross-origin-resource-policy", "cross-origin".to_owned()),
            ("access-control-allow-origin", "*".to_owned()),
        ]
    } else {
        vec![("cross-origin-resource-policy", "same-origin".to_owned())]
    }
}

/// The origins that differ from one company to the next. Both are source lists of a content security policy.
pub(crate) struct Origins {
    /// The servers that the pages may connect to besides their own; can be empty.
    pub(crate) connect: String,
    /// The pages that may frame `embed.html`.
    pub(crate) frame_ancestors: String,
}

/// Returns the content security policy of a file.
fn policy(name: &str, origins: &Origins) -> String {
    let connect = format!("'self' {}", origins.connect);
    let ancestors = if name == FRAME_PAGE { &*origins.frame_ancestors } else { "'none'" };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src {}; style-src 'self'; \
         img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        connect.trim_end()
    )
}

/// Whether the name has a hash of the content: a minus and 16 hexadecimal digits before the ending, as
/// `xtask/src/bundle/asset.rs` writes them.
pub(crate) fn is_hashed(name: &str) -> bool {
    name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-')).is_some_and(|(_, hash)| {
        hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_with_hash_is_immutable_and_other_file_is_revalidated() -> Result<(), Error> {
        for name in ["carnet-0123456789abcdef.wasm", "zh-Hant-0123456789abcdef.json"] {
            assert_eq!(Delivery::of(name)?.cache_control, "public, max-age=31536000, immutable", "{name}");
        }
        for name in
            ["carnet.js", "carnet-frame.js", "index.html", "a-0123456789abcde.js", "a-0123456789ABCDEF.js"]
        {
            assert_eq!(Delivery::of(name)?.cache_control, "no-cache", "{name}");
        }
        Ok(())
    }

    #[test]
    fn page_is_shared_only_if_it_is_made_for_a_frame() -> Result<(), Error> {
        for (name, is_shared) in [("index.html", false), ("embed.html", true), ("carnet.js", true)] {
            assert_eq!(Delivery::of(name)?.is_shared, is_shared, "{name}");
        }
        Ok(())
    }

    #[test]
    fn file_without_rule_is_an_error() {
        assert!(Delivery::of("font.woff2").is_err());
        assert!(Delivery::of("carnet.js.br").is_err());
    }

    #[test]
    fn policy_names_origins_where_they_belong() {
        let origins =
            Origins { connect: "https://api.example".into(), frame_ancestors: "https://shop.example".into() };
        let page = policy("index.html", &origins);
        assert!(page.contains("connect-src 'self' https://api.example;"), "{page}");
        assert!(page.contains("frame-ancestors 'none';"), "{page}");
        assert!(policy(FRAME_PAGE, &origins).contains("frame-ancestors https://shop.example;"));
    }
}
