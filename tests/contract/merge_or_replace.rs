//! The documents do not say whether the vendor merges or replaces an address: edits give the same profile either way.

use crate::{
    test_server::TestServer,
    vendors::{WRITERS, Writer},
};
use carnet::{
    domain::{AddressLine, EnumKey as _, Field, between},
    form::Draft,
};

/// One edit of a draft before a save.
type Edit = Box<dyn Fn(&mut Draft)>;

/// The edits: each field, each line of the address cleared and filled, and the whole address removed and entered
/// again several times.
fn edits(fixture: &Writer, fields: Vec<Field>) -> Vec<(String, Edit)> {
    fn line(line: AddressLine, text: &'static str) -> (String, Edit) {
        (format!("{line:?} is {text:?}"), Box::new(move |draft| draft.lines[line] = text.to_owned()))
    }
    let edit = fixture.edit;
    let mut edits: Vec<(String, Edit)> = Vec::new();
    for field in fields {
        edits.push((format!("{field:?}"), Box::new(move |draft| edit(draft, field))));
    }
    // The sandbox validates addresses by country, and accepts every address in a country without data.
    edits.push(line(AddressLine::CountryCode, "CH"));
    // The label of the country is never typed.
    let is_typed = |line: &AddressLine| *line != AddressLine::Country && fixture.has_line(*line);
    let typed = || AddressLine::ALL.iter().copied().filter(is_typed);
    for text in ["", "13"] {
        edits.extend(typed().filter(|at| *at != AddressLine::CountryCode).map(|at| line(at, text)));
    }
    let clear = || -> (String, Edit) {
        ("no address".into(), Box::new(|draft| draft.lines = carnet::domain::EnumMap::default()))
    };
    edits.extend([clear(), line(AddressLine::City, "Nantes"), line(AddressLine::CountryCode, "FR")]);
    edits.extend([line(AddressLine::CountryCode, ""), clear(), line(AddressLine::Town, "Opio"), clear()]);
    edits
}

#[tokio::test]
async fn edits_give_the_same_profile_if_vendor_merges_or_replaces() {
    for fixture in WRITERS {
        for customer in [fixture.full, fixture.sparse, fixture.legacy] {
            let ways = (fixture.address_switches)();
            let servers: Vec<TestServer<'_>> = ways.iter().map(|_| TestServer::open(fixture)).collect();
            let mut clients = Vec::new();
            for (server, switches) in servers.iter().zip(&ways) {
                server.set_switches(switches).await;
                clients.push(server.sign_in(customer).await);
            }
            // Some legacy values can be kept but not edited.
            let editable = |field: &Field| customer != fixture.legacy || *field == Field::Address;
            for (what, edit) in edits(fixture, fixture.fields().filter(editable).collect()) {
                let mut documents = Vec::new();
                for client in &clients {
                    let loaded = client.record().await;
                    let mut draft = Draft::from(&loaded);
                    edit(&mut draft);
                    let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
                    assert_eq!(problems, [], "{what} of {customer}");
                    let changes = between(&loaded, &wanted);
                    if !changes.is_empty() {
                        // Forced, because the vendor's validation of legacy addresses is not tested here.
                        assert_eq!(client.update(&changes, true).await, Ok(()), "{what} of {customer}");
                        assert_eq!(client.record().await, wanted, "{what} of {customer}");
                    }
                    documents.push(client.document().await);
                }
                let is_same = documents.iter().all(|document| *document == documents[0]);
                assert!(is_same, "{what} of {customer}: {documents:?}");
            }
        }
    }
}
