//! Timing: performance marks of the page's loading, and one early request for the profile.

use serde_json::json;

use crate::harness::journey;

#[test]
fn page_sets_performance_marks_and_requests_profile_once() {
    journey("timing", |page| async move {
        page.open("301000001").await;
        let marks = "return ['carnet-frame', 'carnet-ready'].every(name => performance.getEntriesByName(name).length > 0)";
        page.wait_until("both marks", marks, &[]).await;
        let reads = page.sandbox.requests_by("GET").await;
        let profile_reads =
            reads.iter().filter(|read| read["path"] == json!("/clubmed/v2/customers/301000001/profile"));
        assert_eq!(profile_reads.count(), 1, "{reads:#?}");
        // The app uses the early request, which starts before the app's code has arrived.
        let early = "
            const entries = (part) => performance.getEntriesByType('resource').filter(one => one.name.includes(part));
            const [profile] = entries('/profile'), [frame] = performance.getEntriesByName('carnet-ready');
            return entries('/profile').length === 1 && profile.startTime < frame.startTime";
        page.wait_until("one early read", early, &[]).await;
    });
}
