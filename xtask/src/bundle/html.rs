//! The head of a page: its links and scripts. A page with an inline script or style is an error.

use super::asset::Asset;
use crate::error::Error;

/// The comment that is replaced with the links and scripts.
const PLACEHOLDER: &str = "<!-- bundle:head -->";

/// The files that a page loads, or that the browser preloads for the loader.
#[derive(Clone, Copy)]
pub(super) struct HeadAssets<'a> {
    /// A module that the page's script imports when it runs, if it has one. Such a page shows the element later or never.
    pub(super) module: Option<&'a Asset>,
    pub(super) glue: &'a Asset,
    pub(super) wasm: &'a Asset,
    pub(super) style: &'a Asset,
    pub(super) loader: &'a Asset,
    /// The page's own script.
    pub(super) page_script: &'a Asset,
    /// The page's own stylesheet.
    pub(super) page_style: &'a Asset,
}

/// Returns the page with its links and scripts. `name` names the page in errors.
///
/// # Errors
///
/// The page does not have the comment exactly once, or has an inline script or style, which the content security policy
/// forbids.
pub(super) fn fill(name: &str, page: &str, assets: &HeadAssets, public_url: &str) -> Result<String, Error> {
    let count = page.matches(PLACEHOLDER).count();
    if count != 1 {
        return Err(Error::new(format!(
            "{name} must have the comment `{PLACEHOLDER}` exactly once, but has it {count} times"
        )));
    }
    let address = |asset: &Asset| format!("{public_url}{}", asset.name);
    let mut lines = vec![
        format!(
            r#"<link rel="stylesheet" href="{}" integrity="{}">"#,
            address(assets.page_style),
            assets.page_style.integrity
        ),
        module_preload(&address(assets.glue), assets.glue),
    ];
    // A preload that is not used soon is a warning, and Firefox's policy has no directive that allows a prefetch.
    if assets.module.is_none() {
        lines.extend([
            // No `integrity`: browsers ignore it on such a preload and log a warning. The loader's `fetch` has it and
            // enforces it.
            format!(
                r#"<link rel="preload" as="fetch" type="application/wasm" crossorigin="anonymous" href="{}">"#,
                address(assets.wasm)
            ),
            // With the same `integrity` as the link that uses it, or the browser fetches the stylesheet twice.
            format!(
                r#"<link rel="preload" as="style" href="{}" integrity="{}">"#,
                address(assets.style),
                assets.style.integrity
            ),
        ]);
    }
    lines.extend([
        script(&address(assets.loader), assets.loader),
        script(&address(assets.page_script), assets.page_script),
    ]);
    // `import()` has no integrity option; the preload has, and the import takes the module that it has loaded.
    lines.extend(assets.module.map(|module| module_preload(&address(module), module)));
    let page = without_trunk_links(&page.replace(PLACEHOLDER, &lines.join("\n    ")));
    match find_inline(&page) {
        Some(found) => Err(Error::new(format!(
            "{name} has an inline script or style, which its content security policy forbids: {found}: move it to a \
             file"
        ))),
        None => Ok(page),
    }
}

fn module_preload(address: &str, asset: &Asset) -> String {
    format!(r#"<link rel="modulepreload" href="{address}" integrity="{}">"#, asset.integrity)
}

fn script(address: &str, asset: &Asset) -> String {
    format!(
        r#"<script type="module" src="{address}" integrity="{}" crossorigin="anonymous"></script>"#,
        asset.integrity
    )
}

/// Removes the links with `data-trunk`, which are instructions for trunk that it leaves in the page.
fn without_trunk_links(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(start) = rest.find("<link data-trunk") {
        let (before, link) = rest.split_at(start);
        kept += before.trim_end();
        rest = link.find('>').map_or("", |end| &link[end + 1..]);
    }
    kept + rest
}

/// Returns the first tag that has an inline script or style.
fn find_inline(page: &str) -> Option<&str> {
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

    const STEMS: [&str; 7] = ["glue", "wasm", "style", "loader", "page-script", "page-style", "module"];

    fn filled_with(page: &str, public_url: &str, is_standalone: bool) -> Result<String, Error> {
        let [glue, wasm, style, loader, page_script, page_style, module] =
            STEMS.map(|stem| Asset::new(stem, "x", Vec::new()));
        let assets = HeadAssets {
            module: is_standalone.then_some(&module),
            glue: &glue,
            wasm: &wasm,
            style: &style,
            loader: &loader,
            page_script: &page_script,
            page_style: &page_style,
        };
        fill("index.html", page, &assets, public_url)
    }

    fn filled(page: &str, public_url: &str) -> Result<String, Error> {
        filled_with(page, public_url, false)
    }

    #[test]
    fn head_has_every_asset_once_below_public_url() -> Result<(), Error> {
        for (is_standalone, without) in [(false, &["module"][..]), (true, &["wasm", "style"][..])] {
            let page = filled_with("<head>\n<!-- bundle:head -->\n</head>", "/carnet/", is_standalone)?;
            for stem in STEMS {
                let expected = usize::from(!without.contains(&stem));
                let count = page.matches(&format!("=\"/carnet/{stem}-")).count();
                assert_eq!(count, expected, "{stem}: {page}");
            }
            assert_eq!(page.matches("integrity=\"sha384-").count(), 5);
            assert_eq!(page.matches("<script type=\"module\" src=").count(), 2);
        }
        Ok(())
    }

    #[test]
    fn page_without_placeholder_is_an_error() {
        assert!(filled("<head></head>", "/").is_err());
    }

    #[test]
    fn page_with_trunk_link_loses_it() -> Result<(), Error> {
        let page = filled(
            "<head>\n<!-- bundle:head -->\n  <link data-trunk rel=\"rust\"\n data-bin=\"carnet\">\n</head>",
            "/",
        )?;
        assert!(!page.contains("data-trunk") && page.ends_with("</script>\n</head>"), "{page}");
        Ok(())
    }

    #[test]
    fn page_with_inline_script_or_style_is_an_error() {
        for body in [
            "<script>alert(1)</script>",
            "<script type=\"module\">import 'x'</script>",
            "<style>p{}</style>",
            "<p style=\"color:red\">",
            "<button onclick=\"go()\">",
        ] {
            assert!(filled(&format!("<head><!-- bundle:head --></head>{body}"), "/").is_err(), "{body}");
        }
        assert!(
            filled("<head><!-- bundle:head --><!-- <style> --></head><p title=\"on\">1 < 2</p>", "/").is_ok()
        );
    }
}
