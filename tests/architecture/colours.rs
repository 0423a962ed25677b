//! Colours of the style sheets: text has the contrast of WCAG AAA on every background it may be on, in the light and in
//! the dark scheme; and no rule depends on the orientation of the screen.

use std::{collections::HashMap, fs, path::PathBuf};

/// A colour in the light scheme, and in the dark one.
type Pair = [[f64; 3]; 2];

/// The colour tokens of a style sheet, by name without the prefix.
fn colours(sheet: &str, prefix: &str) -> HashMap<String, Pair> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(sheet);
    let text = fs::read_to_string(path).expect("the style sheet can be read");
    let named = text.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix(prefix)?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
        Some((name.to_owned(), [parse(light)?, parse(dark)?]))
    });
    named.collect()
}

/// Parses `#rgb` or `#rrggbb` into three components from 0 to 1.
fn parse(written: &str) -> Option<[f64; 3]> {
    let digits = written.strip_prefix('#')?;
    let wide = if digits.len() == 3 {
        digits.chars().flat_map(|one| [one, one]).collect()
    } else {
        digits.to_owned()
    };
    let part = |index: usize| {
        u8::from_str_radix(wide.get(2 * index..2 * index + 2)?, 16).ok().map(|part| f64::from(part) / 255.0)
    };
    Some([part(0)?, part(1)?, part(2)?])
}

/// The relative luminance as WCAG defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_ratio_matches_wcag() {
    let of = |one, other| {
        (contrast(parse(one).expect("a colour"), parse(other).expect("a colour")) * 100.0).round() / 100.0
    };
    assert_eq!((of("#000", "#fff"), of("#777", "#ffffff"), of("#0f5260", "#fffdf8")), (21.0, 4.48, 8.62));
}

#[test]
fn text_contrast_meets_wcag_aaa() {
    let tokens = colours("style/tokens.css", "--carnet-");
    let host = colours("web/host.css", "--");
    let of = |name: &str| *tokens.get(name).unwrap_or_else(|| panic!("no token {name}"));
    let page = host["paper"];
    let washes = ["card", "field", "accent-wash", "good-wash", "warn-wash", "bad-wash"];
    let backgrounds = || washes.iter().map(|name| (*name, of(name))).chain([("the host's page", page)]);
    let mut low = Vec::new();
    let mut require = |least: f64, (name, colour): (&str, Pair), (background, below): (&str, Pair)| {
        for (scheme, (colour, below)) in ["light", "dark"].iter().zip(colour.into_iter().zip(below)) {
            let found = contrast(colour, below);
            if found < least {
                low.push(format!("{name} on {background}, {scheme}: {found:.2}, not {least}"));
            }
        }
    };
    for name in ["ink", "soft", "accent", "accent-deep", "good", "warn", "bad"] {
        backgrounds().for_each(|background| require(7.0, (name, of(name)), background));
    }
    for background in ["accent", "accent-deep"] {
        require(7.0, ("on-accent", of("on-accent")), (background, of(background)));
    }
    // Non-text contrast: the edges of controls, and the focus ring.
    for name in ["edge", "focus"] {
        backgrounds().for_each(|background| require(3.0, (name, of(name)), background));
    }
    for name in ["ink", "soft", "accent"] {
        require(7.0, (name, host[name]), ("the host's page", page));
        require(7.0, (name, host[name]), ("the host's card", host["card"]));
    }
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn stylesheets_do_not_depend_on_orientation() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for folder in ["style", "web"] {
        for entry in fs::read_dir(root.join(folder)).expect("a directory of style sheets") {
            let path = entry.expect("an entry").path();
            // What npm has installed.
            if path.is_dir() {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text file");
            assert!(!text.contains("orientation:"), "{}", path.display());
        }
    }
}
