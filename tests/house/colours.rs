//! The sheets: every text can be read on every ground it may stand on, at the contrast of AAA, in the light and in the
//! dark; and no page asks to be turned.

use std::{collections::HashMap, fs, path::PathBuf};

/// A colour in the light, and in the dark.
type Pair = [[f64; 3]; 2];

/// The colours a sheet of tokens names, without their prefix.
fn colours(sheet: &str, prefix: &str) -> HashMap<String, Pair> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(sheet);
    let text = fs::read_to_string(path).expect("the sheet is there");
    let named = text.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix(prefix)?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
        Some((name.to_owned(), [parse(light)?, parse(dark)?]))
    });
    named.collect()
}

/// The three parts of `#rgb` or `#rrggbb`, from 0 to 1.
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

/// WCAG's relative luminance.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_as_wcag_reckons_it() {
    let of = |one, other| {
        (contrast(parse(one).expect("a colour"), parse(other).expect("a colour")) * 100.0).round() / 100.0
    };
    assert_eq!((of("#000", "#fff"), of("#777", "#ffffff"), of("#0f5260", "#fffdf8")), (21.0, 4.48, 8.62));
}

#[test]
fn every_text_is_read_on_every_ground() {
    let tokens = colours("style/tokens.css", "--carnet-");
    let host = colours("web/host.css", "--");
    let of = |name: &str| *tokens.get(name).unwrap_or_else(|| panic!("there is a {name}"));
    let paper = host["paper"];
    let washes = ["card", "field", "accent-wash", "good-wash", "warn-wash", "bad-wash"];
    let grounds = || washes.iter().map(|name| (*name, of(name))).chain([("the host's paper", paper)]);
    let mut low = Vec::new();
    let mut wants = |least: f64, (name, colour): (&str, Pair), (ground, below): (&str, Pair)| {
        for (scheme, (colour, below)) in ["light", "dark"].iter().zip(colour.into_iter().zip(below)) {
            let found = contrast(colour, below);
            if found < least {
                low.push(format!("{name} on {ground}, {scheme}: {found:.2}, not {least}"));
            }
        }
    };
    for name in ["ink", "soft", "accent", "accent-deep", "good", "warn", "bad"] {
        grounds().for_each(|ground| wants(7.0, (name, of(name)), ground));
    }
    for ground in ["accent", "accent-deep"] {
        wants(7.0, ("on-accent", of("on-accent")), (ground, of(ground)));
    }
    // What is no text and has to be made out: the edges of controls, and the ring around what has the focus.
    for name in ["edge", "focus"] {
        grounds().for_each(|ground| wants(3.0, (name, of(name)), ground));
    }
    for name in ["ink", "soft", "accent"] {
        wants(7.0, (name, host[name]), ("the host's paper", paper));
        wants(7.0, (name, host[name]), ("the host's card", host["card"]));
    }
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn no_page_asks_to_be_turned() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for folder in ["style", "web"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder of sheets") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a text");
            assert!(!text.contains("orientation:"), "{}", path.display());
        }
    }
}
