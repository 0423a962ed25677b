//! The failure matrix: every request of the app under every fault, over the state machine, the client and the sandbox's
//! router. What each cell ends in is kept in `matrix.json`, which the journeys compare with browsers, and is published
//! in docs/failures.md. `CARNET_BLESS=1` writes both.

use std::fmt::Write as _;

use carnet::{
    domain::{Field, Record, TextField},
    journey::{Message, Stage},
};
use serde_json::{Map, Value, json};

use crate::{
    app::App,
    clubmed::{FIXTURE, TOM},
    matrix_cells::{Fault, Place, faults, name},
};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/failures.md");
const CELLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/matrix.json");

fn first_name(record: &Record) -> String {
    record.texts[TextField::FirstName].clone().unwrap_or_default()
}

/// How a cell ended.
struct Outcome {
    /// What was on screen in the end.
    page: String,
    /// The requests that changed something.
    writes: usize,
    /// The first name that is stored; that of the new customers, for a creation.
    stored: String,
    /// The first name that is typed in the form.
    typed: String,
    /// What was on screen after the customer's next press, without the fault.
    next: String,
}

impl Outcome {
    fn json(&self) -> Value {
        let Outcome { page, writes, stored, typed, next } = self;
        json!({"page": page, "writes": writes, "stored": stored, "typed": typed, "next": next})
    }
}

/// The customers that were created, by their number.
async fn created(app: &App) -> usize {
    let known = crate::test_server::TestServer::open(&FIXTURE).customers().await.len();
    app.server.customers().await.len() - known
}

async fn stored(app: &App, place: Place) -> String {
    match place {
        Place::Create | Place::ReadCreated => format!("{} new", created(app).await),
        Place::FirstRead
        | Place::Civilities
        | Place::ReadBefore
        | Place::Write
        | Place::ReadBack
        | Place::WriteAndReadBack => first_name(&app.stored(TOM).await),
    }
}

async fn run(place: Place, fault: &Fault) -> Outcome {
    let is_creation = matches!(place, Place::Create | Place::ReadCreated);
    let is_first = matches!(place, Place::FirstRead | Place::Civilities);
    let mut app = App::start(&FIXTURE, (!is_creation).then_some(TOM)).await;
    if !is_first {
        app.settle().await;
    }
    if is_creation {
        let texts = &mut app.form.wanted.texts;
        texts[TextField::Civility] = Some("MR".to_owned());
        texts[TextField::FirstName] = Some("Ada".to_owned());
        texts[TextField::LastName] = Some("Moreau".to_owned());
        app.send(Message::Review);
    } else if !is_first {
        let rename = |record: &mut Record| record.texts[TextField::FirstName] = Some("Tim".to_owned());
        app.review(Field::Text(TextField::FirstName), rename);
    }
    app.forget().await;
    for order in place.orders(fault) {
        app.server.inject_fault(&order).await;
    }
    if !is_first {
        app.send(Message::Save);
    }
    app.settle().await;
    let writes = app.sent("PATCH").await.len() + app.sent("POST").await.len();
    let typed = first_name(&app.form.wanted);
    let page = app.describe();
    app.server.clear_faults().await;
    let stored = stored(&app, place).await;

    // The customer's next presses, without the fault: until all is well, and three at most.
    let mut next = String::from("–");
    for _ in 0..3 {
        let message = match &app.state.stage {
            Stage::LoadFailed(..) => Message::ReadAgain,
            Stage::Creation(creation) if creation.failure().is_some() => Message::Retry,
            Stage::Creation(creation) if creation.is_reviewing => Message::Save,
            Stage::Creation(_) => {
                app.form.rejected.clear();
                Message::Review
            }
            Stage::Loading(_) => panic!("{}: it is still loading", name(place, fault)),
            Stage::Open(open) => match &open.page {
                carnet::journey::Page::Review(..) => Message::Save,
                carnet::journey::Page::Form(_) => {
                    app.form.rejected.clear();
                    Message::Review
                }
                carnet::journey::Page::View | carnet::journey::Page::Conflict { .. } => break,
            },
        };
        app.press(message).await;
        next = app.describe();
    }
    assert_laws(place, fault, &app, &page, &stored, &typed, writes, &next).await;
    Outcome { page, writes, stored, typed, next }
}

/// What holds in every cell.
#[expect(clippy::too_many_arguments, reason = "they are the columns of the table")]
async fn assert_laws(
    place: Place,
    fault: &Fault,
    app: &App,
    page: &str,
    stored: &str,
    typed: &str,
    writes: usize,
    next: &str,
) {
    let cell = name(place, fault);
    // These statuses say that nothing was written.
    let is_repeated = ["401", "409", "412"].iter().any(|status| fault.label.starts_with(status));
    let most = if is_repeated { 2 } else { 1 };
    assert!(writes <= most, "{cell}: {writes} writes");
    let ended_well = if next == "–" { page } else { next };
    // After a creation that was carried out without a clear answer, the sandbox's session is the new customer's, and
    // creates no second one.
    let is_second = place == Place::Create && stored == "1 new" && ended_well == "answers, `NotAllowed`";
    assert!(ended_well.starts_with("profile") || is_second, "{cell}: the next press ends in {ended_well}");
    match place {
        Place::FirstRead | Place::Civilities => {
            assert_eq!((stored, writes), ("Tom", 0), "{cell}: reading changes nothing");
        }
        Place::ReadBefore | Place::Write | Place::ReadBack | Place::WriteAndReadBack => {
            if page.contains("saved, ") {
                assert_eq!(stored, "Tim", "{cell}: a save that is reported is stored");
            } else {
                assert_eq!(typed, "Tim", "{cell}: what was typed stays");
                assert!(stored == "Tom" || page.contains("unknown"), "{cell}: {page}, and yet it is stored");
            }
            assert_eq!(first_name(&app.stored(TOM).await), "Tim", "{cell}: the next press saves it");
        }
        Place::Create | Place::ReadCreated => {
            let is_created = stored == "1 new";
            if page.contains("created") || place == Place::ReadCreated {
                assert!(is_created, "{cell}: a creation that is reported was carried out");
            } else {
                assert_eq!(typed, "Ada", "{cell}: what was typed stays");
                assert!(
                    !is_created || page.contains("Unknown"),
                    "{cell}: {page}, and yet it was carried out"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_request_under_every_fault_ends_as_documented() {
    let mut cells = Map::new();
    let mut rows = Vec::<(Place, Vec<String>, Outcome)>::new();
    for place in Place::ALL {
        for fault in faults() {
            let outcome = run(place, &fault).await;
            cells.insert(name(place, &fault), outcome.json());
            let same =
                |row: &&mut (Place, Vec<String>, Outcome)| row.0 == place && row.2.json() == outcome.json();
            match rows.iter_mut().find(same) {
                Some((_, labels, _)) => labels.push(fault.label),
                None => rows.push((place, vec![fault.label], outcome)),
            }
        }
    }
    let mut table = String::from(
        "| request | fault | writes | on screen | stored | typed | after the next press |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (place, labels, Outcome { page, writes, stored, typed, next }) in rows {
        let _ = writeln!(
            table,
            "| {} | {} | {writes} | {page} | {stored} | {typed} | {next} |",
            place.label(),
            labels.join("; "),
        );
    }
    let cells = format!("{:#}\n", Value::Object(cells));
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once("<!-- matrix -->\n").expect("the mark before the table");
    let (documented, after) = rest.split_once("<!-- /matrix -->").expect("the mark after the table");
    if std::env::var_os("CARNET_BLESS").is_some() {
        std::fs::write(CELLS, cells).expect("the cells are written");
        let page = format!("{before}<!-- matrix -->\n{table}<!-- /matrix -->{after}");
        return std::fs::write(PAGE, page).expect("the page is written");
    }
    assert_eq!(documented, table, "docs/failures.md; CARNET_BLESS=1 writes it");
    assert_eq!(
        std::fs::read_to_string(CELLS).unwrap_or_default(),
        cells,
        "{CELLS}; CARNET_BLESS=1 writes it"
    );
}
