//! Style sheets use logical directions only, so that right-to-left languages are mirrored without further rules.

use std::fs;

use crate::source::root;

/// Returns the physical direction in a declaration, if there is one.
fn physical(declaration: &str) -> Option<&'static str> {
    let (property, value) = declaration.split_once(':')?;
    let (property, value) = (property.trim(), value.trim());
    if property.starts_with("--") {
        return None;
    }
    let words = || value.split([' ', ',', '(', ')']).chain(property.split('-'));
    if words().any(|word| ["left", "right"].contains(&word)) {
        return Some("left or right");
    }
    let has_sides = ["margin", "padding", "inset", "border-width", "border-style", "border-color"]
        .iter()
        .any(|one| property == *one || property == format!("scroll-{one}"));
    if value.contains("90deg") || value.contains("270deg") {
        return Some("a gradient from side to side");
    }
    // A `calc()` contains spaces of its own.
    let sides = if value.contains("calc(") { "" } else { value };
    let is_asymmetric = match sides.split_whitespace().collect::<Vec<_>>()[..] {
        // Top, right, bottom, left.
        [_, right, _, left] if has_sides => right != left,
        // The corners, clockwise from the top left.
        [a, b, c, d] if property == "border-radius" => a != b || c != d,
        // The second value is the top right and the bottom left corner.
        [a, b] | [a, b, _] if property == "border-radius" => a != b,
        _ => false,
    };
    if is_asymmetric {
        return Some("different left and right sides");
    }
    (property == "translate" || value.contains("translateX(") || value.contains("translate("))
        .then_some("a horizontal move")
}

/// The declarations of a style sheet, without comments.
fn declarations(sheet: &str) -> Vec<String> {
    let without_comments: String = sheet
        .split("/*")
        .enumerate()
        .map(
            |(index, part)| {
                if index == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) }
            },
        )
        .collect();
    without_comments
        .split([';', '{', '}'])
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn stylesheets_use_no_physical_directions() {
    let mut sheets: Vec<_> = fs::read_dir(root().join("style"))
        .expect("a directory of style sheets")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    sheets.extend(["host", "playground", "embed"].map(|name| root().join(format!("web/{name}.css"))));
    assert!(sheets.contains(&root().join("style/tokens.css")), "{sheets:?}");
    for sheet in sheets {
        let text = fs::read_to_string(&sheet).expect("a style sheet");
        for declaration in declarations(&text) {
            assert_eq!(physical(&declaration), None, "{}: {declaration}", sheet.display());
        }
    }
}

#[test]
fn physical_directions_are_detected() {
    for declaration in [
        "margin-left: 1px",
        "left: 0",
        "text-align: right",
        "border-top-left-radius: 4px",
        "border-radius: 4px 0 0 4px",
        "border-radius: 4px 0",
        "background: linear-gradient(90deg, #fff, #000)",
        "background: url(x) no-repeat right center",
        "padding: 1px 2px 3px 4px",
        "transform: translateX(4px)",
    ] {
        assert!(physical(declaration).is_some(), "{declaration}");
    }
    for declaration in [
        "margin-inline-start: 1px",
        "padding: 1px 2px",
        "margin: 0 0 4px",
        "--left: 1px",
        "color: bright",
        "inset: 1px 2px 3px 2px",
    ] {
        assert_eq!(physical(declaration), None, "{declaration}");
    }
}
