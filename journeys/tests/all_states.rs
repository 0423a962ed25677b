//! Every state of the app in each display: a state is reached once, and the displays are changed on the open page.
//!
//! The checks are those of `axe.rs`, `display.rs`, `keyboard_reach.rs` and `accessibility_tree.rs`; each leaves the page
//! as it found it, except that `is_reachable` moves the focus and comes last. What Chromium alone can do
//! (`Engine::emulates_media`) is left out in the other engines.

use crate::{
    accessibility_tree, axe,
    browser::Engine,
    display, keyboard_reach,
    states::{Part, Reached, all_of, in_each_state},
};

/// English texts in the light scheme, from left to right.
async fn passes_in_english(state: &Reached) -> Result<(), String> {
    let (page, name) = (&state.page, state.name);
    let announced = keyboard_reach::is_announced_once(page, name).await;
    let controls = keyboard_reach::has_large_controls(page).await;
    let display = if Engine::current().emulates_media() {
        all_of([
            axe::scan(page, name).await,
            display::stops_with_reduced_motion(page, name).await,
            display::is_visible_in_forced_colours(page, name).await,
            display::fits(page, name, "ltr").await,
        ])
    } else {
        display::fits_window(page).await
    };
    all_of([announced, controls, display])
}

/// Accented and longer texts in the dark scheme.
async fn passes_with_longer_texts(state: &Reached) -> Result<(), String> {
    let (page, name) = (&state.page, state.name);
    display::in_dark_scheme(page, async || {
        all_of([
            axe::scan_colours(page, name).await,
            display::fits_window(page).await,
            display::is_translated(page, name).await,
            display::prints(page, name).await,
        ])
    })
    .await
}

/// Texts from right to left. What the dark scheme changes does not depend on the direction.
async fn passes_from_right_to_left(state: &Reached) -> Result<(), String> {
    let (page, name) = (&state.page, state.name);
    if !Engine::current().emulates_media() {
        return display::fits_window(page).await;
    }
    all_of([axe::scan(page, name).await, display::fits(page, name, "rtl").await])
}

async fn passes_all_checks(state: Reached) -> Result<(), String> {
    let page = &state.page;
    let english = passes_in_english(&state).await;
    let chromium = if Engine::current().emulates_media() {
        all_of([
            state.shown_with("keys", async || accessibility_tree::matches(page, state.name).await).await,
            state.shown_with("pseudo=en-XA", async || passes_with_longer_texts(&state).await).await,
        ])
    } else {
        Ok(())
    };
    let rtl = state.shown_with("pseudo=ar-XB", async || passes_from_right_to_left(&state).await).await;
    let reachable = state.shown_with("", async || keyboard_reach::is_reachable(page).await).await;
    all_of([english, chromium, rtl, reachable])
}

#[test]
fn first_half_of_states_passes_all_checks() {
    in_each_state("states-1", Part { number: 0, of: 2 }, passes_all_checks);
}

#[test]
fn second_half_of_states_passes_all_checks() {
    in_each_state("states-2", Part { number: 1, of: 2 }, passes_all_checks);
}
