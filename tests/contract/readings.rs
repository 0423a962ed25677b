//! Whether a vendor merges an address or replaces it is not documented: the same edits end in the same profile.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, between},
    form::Draft,
};
use serde_json::json;

use crate::{house::House, vendors::WRITERS};

/// One thing a customer does before they save.
type Edit = Box<dyn Fn(&mut Draft)>;

/// Each field edited, each line of the address emptied, filled and emptied again, the address taken away, put
/// back and taken away.
fn edits(edit: fn(&mut Draft, Field), fields: Vec<Field>) -> Vec<(String, Edit)> {
    fn line(line: AddressLine, text: &'static str) -> (String, Edit) {
        (format!("{line:?} is {text:?}"), Box::new(move |draft| draft.lines[line] = text.to_owned()))
    }
    let mut edits: Vec<(String, Edit)> = Vec::new();
    for field in fields {
        edits.push((format!("{field:?}"), Box::new(move |draft| edit(draft, field))));
    }
    // What the country is decides what else is taken; one of which nothing is known takes everything.
    edits.push(line(AddressLine::CountryCode, "CH"));
    // The label is never typed.
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
async fn the_same_edits_end_in_the_same_profile_whether_the_vendor_merges_or_replaces() {
    for fixture in WRITERS {
        for customer in [fixture.full, fixture.bare, fixture.legacy] {
            let (merging, replacing) = (House::open(fixture), House::open(fixture));
            merging.switch(&json!({"address": "merge"})).await;
            replacing.switch(&json!({"address": "replace"})).await;
            let visitors = [merging.sign_in(customer).await, replacing.sign_in(customer).await];
            // Some old values can be kept and not be edited.
            let editable = |field: &Field| customer != fixture.legacy || *field == Field::Address;
            for (what, edit) in edits(fixture.edit, fixture.fields().filter(editable).collect()) {
                let mut documents = Vec::new();
                for visitor in &visitors {
                    let loaded = visitor.record().await;
                    let mut draft = Draft::from(&loaded);
                    edit(&mut draft);
                    let (wanted, problems) = draft.read(&loaded, |_| false);
                    assert_eq!(problems, [], "{what} of {customer}");
                    let changes = between(&loaded, &wanted);
                    if !changes.is_empty() {
                        // An old address the vendor would not take today is no concern here.
                        assert_eq!(visitor.update(&changes, true).await, Ok(()), "{what} of {customer}");
                        assert_eq!(visitor.record().await, wanted, "{what} of {customer}");
                    }
                    documents.push(visitor.document().await);
                }
                assert_eq!(documents[0], documents[1], "{what} of {customer}");
            }
        }
    }
}
