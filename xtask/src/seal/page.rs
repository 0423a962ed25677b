//! The page's head: what to fetch early, what to run, and the promise that nothing stands inline.

use super::digest::Asset;
use crate::command::Problem;

/// The comment of a page that the links replace.
const BLANK: &str = "<!-- seal:head -->";

/// What a page loads itself, or tells the browser to fetch before the loader asks.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    pub(super) style: &'a Asset,
    pub(super) loader: &'a Asset,
    /// The page's own.
    pub(super) host_script: &'a Asset,
    pub(super) host_style: &'a Asset,
}

/// The page with its links and scripts.
pub(super) fn fill(name: &str, page: &str, parts: &Parts, public_url: &str) -> Result<String, Problem> {
    let count = page.matches(BLANK).count();
    if count != 1 {
        return Err(Problem::new(format!(
            "{name} must have the comment `{BLANK}` once; it has it {count} times"
        )));
    }
    let at = |asset: &Asset| format!("{public_url}{}", asset.name);
    let lines = [
        format!(
            r#"<link rel="stylesheet" href="{}" integrity="{}">"#,
            at(parts.host_style),
            parts.host_style.integrity
        ),
        format!(
            r#"<link rel="modulepreload" href="{}" integrity="{}">"#,
            at(parts.glue),
            parts.glue.integrity
        ),
        // No `integrity`: browsers ignore it on such a preload and say so in the console. The loader's `fetch`
        // carries it, and enforces it.
        format!(
            r#"<link rel="preload" as="fetch" type="application/wasm" crossorigin="anonymous" href="{}">"#,
            at(parts.wasm)
        ),
        // With the `integrity` of the link that uses it, or the sheet is fetched twice.
        format!(
            r#"<link rel="preload" as="style" href="{}" integrity="{}">"#,
            at(parts.style),
            parts.style.integrity
        ),
        script(&at(parts.loader), parts.loader),
        script(&at(parts.host_script), parts.host_script),
    ];
    let page = without_trunk_s_links(&page.replace(BLANK, &lines.join("\n    ")));
    match inline(&page) {
        Some(found) => Err(Problem::new(format!(
            "{name} has an inline script or style, which its policy forbids: {found}"
        ))),
        None => Ok(page),
    }
}

fn script(address: &str, asset: &Asset) -> String {
    format!(
        r#"<script type="module" src="{address}" integrity="{}" crossorigin="anonymous"></script>"#,
        asset.integrity
    )
}

/// Trunk leaves the links that told it what to build; no browser has use for them.
fn without_trunk_s_links(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(start) = rest.find("<link data-trunk") {
        let (before, link) = rest.split_at(start);
        kept += before.trim_end();
        rest = link.find('>').map_or("", |end| &link[end + 1..]);
    }
    kept + rest
}

/// The first tag that carries a script or a style in the page itself.
fn inline(page: &str) -> Option<&str> {
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let tag = &tag[..tag.find('>').map_or(tag.len(), |end| end + 1)];
        let mut words = tag.trim_start_matches('<').trim_end_matches('>').split_ascii_whitespace();
        let name = words.next().unwrap_or_default().to_ascii_lowercase();
        let mut attributes =
            words.map(|word| word.split('=').next().unwrap_or_default().to_ascii_lowercase());
        let forbidden = match name.as_str() {
            "style" => true,
            "script" => !attributes.any(|attribute| attribute == "src"),
            _ => attributes.any(|attribute| attribute == "style" || attribute.starts_with("on")),
        };
        if forbidden {
            return Some(tag);
        }
        rest = &rest[start + tag.len()..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(page: &str, public_url: &str) -> Result<String, Problem> {
        let [glue, wasm, style, loader, host_script, host_style] =
            ["glue", "wasm", "style", "loader", "host-script", "host-style"]
                .map(|stem| Asset::new(stem, "x", Vec::new()));
        let parts = Parts {
            glue: &glue,
            wasm: &wasm,
            style: &style,
            loader: &loader,
            host_script: &host_script,
            host_style: &host_style,
        };
        fill("index.html", page, &parts, public_url)
    }

    #[test]
    fn the_head_names_every_part_once_below_the_public_url() -> Result<(), Problem> {
        let page = filled("<head>\n<!-- seal:head -->\n</head>", "/carnet/")?;
        for stem in ["glue", "wasm", "style", "loader", "host-script", "host-style"] {
            assert_eq!(page.matches(&format!("=\"/carnet/{stem}-")).count(), 1, "{stem}: {page}");
        }
        assert_eq!(page.matches("integrity=\"sha384-").count(), 5);
        assert_eq!(page.matches("<script type=\"module\" src=").count(), 2);
        Ok(())
    }

    #[test]
    fn a_page_without_the_comment_is_refused() {
        assert!(filled("<head></head>", "/").is_err());
    }

    #[test]
    fn trunk_s_own_link_goes() -> Result<(), Problem> {
        let page = filled(
            "<head>\n<!-- seal:head -->\n  <link data-trunk rel=\"rust\"\n data-bin=\"carnet\">\n</head>",
            "/",
        )?;
        assert!(!page.contains("data-trunk") && page.ends_with("</script>\n</head>"), "{page}");
        Ok(())
    }

    #[test]
    fn anything_inline_is_refused() {
        for body in [
            "<script>alert(1)</script>",
            "<script type=\"module\">import 'x'</script>",
            "<style>p{}</style>",
            "<p style=\"color:red\">",
            "<button onclick=\"go()\">",
        ] {
            assert!(filled(&format!("<head><!-- seal:head --></head>{body}"), "/").is_err(), "{body}");
        }
        assert!(
            filled("<head><!-- seal:head --><!-- <style> --></head><p title=\"on\">1 < 2</p>", "/").is_ok()
        );
    }
}
