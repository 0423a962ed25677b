//! A save under every fault: the app's own `save()` and client over the sandbox's router, in process. The table is
//! published in docs/failures.md.

use std::{cell::Cell, fmt::Write as _, rc::Rc, time::Duration};

use carnet::{
    client::{Client, Credentials},
    domain::{CustomerId, Field, Record, TextField, between},
    http::{Method, Request, Response},
    journey::{Confirmation, SaveRequest, SaveResult, check_pending, save},
    transport::{LocalFuture, Transport, TransportError},
};
use serde_json::{Value, json};

use crate::{
    clubmed::{FIXTURE, TOM},
    test_server::{ORIGIN, TestServer},
};

/// The page with the table. `CARNET_BLESS=1` writes it.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/failures.md");

/// Sends each request to the sandbox. A connection that breaks leaves no response.
struct RouterTransport {
    server: Rc<TestServer<'static>>,
    /// Whether somebody else changes the email address just before the next write.
    is_overtaken: Rc<Cell<bool>>,
    /// Whether the vendor's preflight does not allow `if-match`: the browser then sends no such request.
    blocks_if_match: Rc<Cell<bool>>,
}

impl Transport for RouterTransport {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let is_conditional = request.headers.iter().any(|(name, _)| *name == "if-match");
            if is_conditional && self.blocks_if_match.get() {
                return Err(TransportError::ConnectionLost);
            }
            if request.method == Method::Patch && self.is_overtaken.take() {
                let other = self.server.sign_in(TOM).await;
                let (loaded, mut wanted) = (other.record().await, other.record().await);
                wanted.texts[TextField::Email] = Some("other@example.org".into());
                other.save(&loaded, &wanted).await.expect("it is saved");
            }
            self.server.send(request).await.map_err(|_| TransportError::ConnectionLost)
        })
    }

    fn sleep(&self, milliseconds: u32) -> LocalFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(milliseconds.into())))
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn close(&self) {}
}

/// A customer's session in the app: the sandbox, the client over it, and the record as it was loaded.
struct Session {
    server: Rc<TestServer<'static>>,
    client: Client,
    customer: CustomerId,
    loaded: Record,
    is_overtaken: Rc<Cell<bool>>,
    blocks_if_match: Rc<Cell<bool>>,
}

impl Session {
    async fn open() -> Session {
        let server = Rc::new(TestServer::open(&FIXTURE));
        let (token, api_key) = server.session(Some(TOM)).await;
        let provider = Box::new(move || {
            let credentials = Credentials::new(token.clone(), api_key.clone());
            Box::pin(async move { credentials }) as LocalFuture<'static, _>
        });
        let url = format!("{ORIGIN}/{}", FIXTURE.name);
        let (is_overtaken, blocks_if_match) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        let transport = RouterTransport {
            server: Rc::clone(&server),
            is_overtaken: Rc::clone(&is_overtaken),
            blocks_if_match: Rc::clone(&blocks_if_match),
        };
        let language = Box::new(|| "en-US".to_owned());
        let client = Client::new(FIXTURE.vendor, url, FIXTURE.query(), transport, provider, language);
        let customer = CustomerId::parse(TOM).expect("an id");
        let loaded = client.read_profile(&customer).await.expect("a profile").record;
        server.clear_requests().await;
        Session { server, client, customer, loaded, is_overtaken, blocks_if_match }
    }

    /// The request to save this first name.
    fn rename(&self, name: &str) -> SaveRequest {
        let mut wanted = self.loaded.clone();
        wanted.texts[TextField::FirstName] = Some(name.to_owned());
        SaveRequest::new(self.loaded.clone(), between(&self.loaded, &wanted))
    }

    async fn save(&self, name: &str) -> SaveResult {
        save(&self.client, &self.customer, self.rename(name)).await
    }

    async fn stored(&self) -> String {
        let profile = self.client.read_profile(&self.customer).await.expect("a profile");
        profile.record.texts[TextField::FirstName].clone().unwrap_or_default()
    }

    async fn patches(&self) -> usize {
        let requests = self.server.requests().await;
        requests.iter().filter(|request| request["method"] == "PATCH").count()
    }
}

/// The request of a save that a fault applies to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Read,
    Write,
    ReadBack,
    /// The write, and every read after it.
    WriteAndReadBack,
}

impl Step {
    const ALL: [Step; 4] = [Step::Read, Step::Write, Step::ReadBack, Step::WriteAndReadBack];

    fn label(self) -> &'static str {
        match self {
            Step::Read => "the read before it",
            Step::Write => "the write",
            Step::ReadBack => "the read after it",
            Step::WriteAndReadBack => "the write and the read after it",
        }
    }
}

/// The faults: the label in the table, and the sandbox's order.
fn faults() -> Vec<(String, Value)> {
    let simple = [
        ("401, once", "unauthorized"),
        ("401, twice", "unauthorized"),
        ("403", "forbidden"),
        ("404", "not_found"),
        ("429", "too_many"),
        ("400", "bad_request"),
        ("500, not processed", "server_error_html"),
        ("200 with a page of HTML, not processed", "sign_in_page"),
        ("connection lost before it is processed", "cut_before"),
        ("connection lost after it is processed", "cut_after"),
        ("malformed JSON", "malformed_json"),
        ("no body", "empty_body"),
        ("half a body", "truncated_body"),
    ];
    let mut faults: Vec<(String, Value)> =
        simple.map(|(label, fault)| (label.to_owned(), json!({"fault": fault}))).into();
    for status in [408, 500, 502, 503, 504] {
        let fault = json!({"fault": "gateway_error_after", "status": status});
        faults.push((format!("{status}, processed"), fault));
    }
    faults
}

/// Describes how a save ended, in the words of the page.
fn describe(result: &SaveResult) -> String {
    match result {
        SaveResult::Saved(report, _) => match report.confirmation {
            Confirmation::ReadBack => "saved, read back".to_owned(),
            Confirmation::FoundOnReread => "saved, found by a read".to_owned(),
            Confirmation::ReadBackFailed => "saved, not read back".to_owned(),
            Confirmation::AlreadyStored => "already stored".to_owned(),
            Confirmation::KeptStoredValue => "kept".to_owned(),
        },
        SaveResult::Conflict(..) => "conflict".to_owned(),
        SaveResult::Failed(error) => {
            let name = format!("{error:?}");
            format!("`{}`", name.split([' ', '(', '{']).next().unwrap_or_default())
        }
        SaveResult::Unknown(_) => "outcome unknown".to_owned(),
        SaveResult::NotSaved => "not saved".to_owned(),
    }
}

/// Runs one cell of the matrix and returns its row. A customer's next press must end well, whatever happened before.
async fn run(step: Step, label: &str, fault: &Value) -> String {
    let session = Session::open().await;
    // Reads have three attempts.
    let order = |method: &str, times: usize| {
        let mut fault = fault.clone();
        fault["method"] = method.into();
        fault["times"] = times.into();
        fault
    };
    let repeats = |usual: usize| match label {
        "401, once" => 1,
        "401, twice" => 2,
        _ => usual,
    };
    if matches!(step, Step::ReadBack | Step::WriteAndReadBack) {
        // The read before the write is fine.
        session.server.inject_fault(&json!({"fault": "delay", "delay_ms": 1, "method": "GET"})).await;
    }
    if matches!(step, Step::Write | Step::WriteAndReadBack) {
        session.server.inject_fault(&order("PATCH", repeats(1))).await;
    }
    if step != Step::Write {
        session.server.inject_fault(&order("GET", repeats(3))).await;
    }
    let result = session.save("Tim").await;
    let (ended, patches) = (describe(&result), session.patches().await);
    session.server.clear_faults().await;
    let stored = session.stored().await;
    match &result {
        SaveResult::Saved(report, profile) => {
            assert_eq!(stored, "Tim", "{step:?}, {label}: a save that is reported is stored");
            assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Tim"));
            assert_eq!(report.sent, [Field::Text(TextField::FirstName)]);
        }
        SaveResult::Failed(_) | SaveResult::NotSaved => {
            assert_eq!(stored, "Tom", "{step:?}, {label}: a failure that is reported stored nothing");
        }
        SaveResult::Unknown(_) | SaveResult::Conflict(..) => {}
    }
    let writes = if label.starts_with("401") && step != Step::Read && step != Step::ReadBack { 2 } else { 1 };
    assert!(patches <= writes, "{step:?}, {label}: {patches} writes: none is repeated but after a 401");

    // The customer tries again, or finds out.
    let again = match result {
        SaveResult::Unknown(pending) => check_pending(&session.client, &session.customer, *pending).await,
        _ => session.save("Tim").await,
    };
    let again = match again {
        SaveResult::NotSaved => session.save("Tim").await,
        other => other,
    };
    assert!(matches!(again, SaveResult::Saved(..)), "{step:?}, {label}: then {}", describe(&again));
    assert_eq!(session.stored().await, "Tim", "{step:?}, {label}: after the next press");
    format!("| {} | {label} | {patches} | {ended} | {stored} | {} |", step.label(), describe(&again))
}

#[tokio::test(start_paused = true)]
async fn save_under_every_fault_ends_as_documented() {
    let mut table = String::from(
        "| fault at | fault | writes sent | the save ends | stored | the next press |\n|---|---|---|---|---|---|\n",
    );
    for step in Step::ALL {
        for (label, fault) in faults() {
            let row = run(step, &label, &fault).await;
            let _ = writeln!(table, "{row}");
        }
    }
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once("<!-- matrix -->\n").expect("the mark before the table");
    let (documented, after) = rest.split_once("<!-- /matrix -->").expect("the mark after the table");
    if std::env::var_os("CARNET_BLESS").is_some() {
        let page = format!("{before}<!-- matrix -->\n{table}<!-- /matrix -->{after}");
        return std::fs::write(PAGE, page).expect("the page is written");
    }
    assert_eq!(documented, table, "docs/failures.md; CARNET_BLESS=1 writes it");
}

#[tokio::test(start_paused = true)]
async fn save_recognized_as_own_after_gateway_error_can_be_undone() {
    let session = Session::open().await;
    session.server.inject_fault(&json!({"fault": "gateway_error_after", "method": "PATCH"})).await;
    let SaveResult::Saved(report, _) = session.save("Tim").await else { panic!("it is saved") };
    let undo = report.undo(|_| true).expect("it is certain that the write was this one");
    let undone = save(&session.client, &session.customer, undo).await;
    assert!(matches!(undone, SaveResult::Saved(..)));
    assert_eq!(session.stored().await, "Tom");
}

#[tokio::test(start_paused = true)]
async fn save_of_field_changed_by_others_is_a_conflict_and_sends_nothing() {
    let session = Session::open().await;
    let other = session.server.sign_in(TOM).await;
    let (loaded, mut wanted) = (other.record().await, other.record().await);
    wanted.texts[TextField::FirstName] = Some("Tam".into());
    other.save(&loaded, &wanted).await.expect("it is saved");
    session.server.clear_requests().await;
    let SaveResult::Conflict(conflict, _) = session.save("Tim").await else { panic!("a conflict") };
    assert_eq!(conflict.fields, [Field::Text(TextField::FirstName)]);
    assert_eq!((session.patches().await, session.stored().await.as_str()), (0, "Tam"));
}

#[tokio::test(start_paused = true)]
async fn save_with_if_match_starts_over_when_the_profile_changed_meanwhile() {
    let session = Session::open().await;
    session.server.set_switches(&json!({"etag": "on"})).await;
    session.is_overtaken.set(true);
    let SaveResult::Saved(report, profile) = session.save("Tim").await else { panic!("it is saved") };
    assert_eq!(report.confirmation, Confirmation::ReadBack);
    assert_eq!(report.remote_changes(), [Field::Text(TextField::Email)], "the customer is told");
    let texts = &profile.record.texts;
    assert_eq!(texts[TextField::FirstName].as_deref(), Some("Tim"));
    assert_eq!(texts[TextField::Email].as_deref(), Some("other@example.org"), "it is not overwritten");
    let statuses: Vec<Value> = session
        .server
        .requests()
        .await
        .into_iter()
        .filter(|r| r["method"] == "PATCH")
        .map(|r| r["status"].clone())
        .collect();
    assert_eq!(statuses, [204, 412, 204], "the other's, ours too late, ours again");
}

#[tokio::test(start_paused = true)]
async fn save_is_sent_without_if_match_when_the_preflight_blocks_it() {
    let session = Session::open().await;
    session.server.set_switches(&json!({"etag": "on"})).await;
    session.blocks_if_match.set(true);
    for name in ["Tim", "Tam"] {
        session.server.clear_requests().await;
        let loaded = session.client.read_profile(&session.customer).await.expect("a profile").record;
        let mut wanted = loaded.clone();
        wanted.texts[TextField::FirstName] = Some(name.to_owned());
        let request = SaveRequest::new(loaded.clone(), between(&loaded, &wanted));
        let saved = save(&session.client, &session.customer, request).await;
        assert_eq!(describe(&saved), "saved, read back");
        assert_eq!((session.patches().await, session.stored().await.as_str()), (1, name));
    }
}

#[tokio::test(start_paused = true)]
async fn save_with_if_match_keeps_its_protection_after_a_gateway_error() {
    let session = Session::open().await;
    session.server.set_switches(&json!({"etag": "on"})).await;
    session.server.inject_fault(&json!({"fault": "server_error_html", "method": "PATCH"})).await;
    assert_eq!(describe(&session.save("Tim").await), "not saved");
    assert_eq!(session.patches().await, 1, "it is not sent again without the version");
    session.server.clear_requests().await;
    assert_eq!(describe(&session.save("Tim").await), "saved, read back");
    let patch = session.server.only_write().await;
    assert!(patch["headers"]["if-match"].is_string(), "{patch}");
}
