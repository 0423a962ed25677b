//! The documents do not say whether the vendor merges or replaces an address: edits give the same profile either way.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, between},
    form::Draft,
};
use serde_json::json;

use crate::{test_server::TestServer, vendors::WRITERS};

/// One edit of a draft before a save.
type Edit = Box<dyn Fn(&mut Draft)>;

/// The edits: each field, each line of the address cleared and filled, and the whole address removed and entered
/// again several times.
fn edits(edit: fn(&mut Draft, Field), fields: Vec<Field>) -> Vec<(String, Edit)> {
    fn line(line: AddressLine, text: &'static str) -> (String, Edit) {
        (format!("{line:?} is {text:?}"), Box::new(move |draft| draft.lines[line] = text.to_owned()))
    }
    let mut edits: Vec<(String, Edit)> = Vec::new();
    for field in fields {
        edits.push((format!("{field:?}"), Box::new(move |draft| edit(draft, field))));
    }
    // The sandbox validates addresses by country, and accepts every address in a country without data.
    edits.push(line(AddressLine::CountryCode, "CH"));
    // The label of the country is never typed.
    let typed = || AddressLine::ALL.iter().copied().filter(|line| *line != AddressLine::Country);
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
            let (merging, replacing) = (TestServer::open(fixture), TestServer::open(fixture));
            merging.set_switches(&json!({"address": "merge"})).await;
            replacing.set_switches(&json!({"address": "replace"})).await;
            let clients = [merging.sign_in(customer).await, replacing.sign_in(customer).await];
            // Some legacy values can be kept but not edited.
            let editable = |field: &Field| customer != fixture.legacy || *field == Field::Address;
            for (what, edit) in edits(fixture.edit, fixture.fields().filter(editable).collect()) {
                let mut documents = Vec::new();
                for client in &clients {
                    let loaded = client.record().await;
                    let mut draft = Draft::from(&loaded);
                    edit(&mut draft);
                    let (wanted, problems) = draft.read(&loaded, |_| false);
                    assert_eq!(problems, [], "{what} of {customer}");
                    let changes = between(&loaded, &wanted);
                    if !changes.is_empty() {
                        // Forced, because the vendor's validation of legacy addresses is not tested here.
                        assert_eq!(client.update(&changes, true).await, Ok(()), "{what} of {customer}");
                        assert_eq!(client.record().await, wanted, "{what} of {customer}");
                    }
                    documents.push(client.document().await);
                }
                assert_eq!(documents[0], documents[1], "{what} of {customer}");
            }
        }
    }
}
