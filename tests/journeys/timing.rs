//! Timing: the marks that say when the page is there, and that the profile is asked for once, early.

use serde_json::json;

use crate::run::journey;

#[test]
fn the_page_says_when_it_is_there_and_asks_once() {
    journey("timing", |page| async move {
        page.open("301000001").await;
        let marks = "return ['carnet-frame', 'carnet-ready'].every(name => performance.getEntriesByName(name).length > 0)";
        page.holds("both marks", marks, &[]).await;
        let reads = page.sandbox.requests_by("GET").await;
        let of_profile =
            reads.iter().filter(|read| read["path"] == json!("/clubmed/v2/customers/301000001/profile"));
        assert_eq!(of_profile.count(), 1, "{reads:#?}");
        // The early request is the one that was used: it was begun before the app's code had arrived.
        let early = "
            const of = (part) => performance.getEntriesByType('resource').filter(one => one.name.includes(part));
            const [profile] = of('/profile'), [frame] = performance.getEntriesByName('carnet-ready');
            return of('/profile').length === 1 && profile.startTime < frame.startTime";
        page.holds("one early read", early, &[]).await;
    });
}
