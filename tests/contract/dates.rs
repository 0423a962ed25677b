//! Dates are written in the format they were read in, and never move to another day.

use std::{fs, path::Path};

use carnet::{
    domain::{DateFormat, DateParts, Field, FormRules, PartialDate, Record, between},
    form::{Date, Draft},
    vendor_api::{Operation, read_profile},
};

use crate::{
    test_server::{Client, TestServer},
    vendors::WRITERS,
};

/// Times that may follow a date. Converting one to another time zone would move the date to another day.
const TIMES: &[&str] = &["T00:00:00Z", "T23:59:59-12:00", "T00:00:00+14:00", " 02:30:00+02:00"];

/// Reads the record with this query string appended to the URL.
async fn read_with_query(server: &TestServer<'_>, client: &Client<'_>, query: &str) -> Record {
    let mut request = client.request(Operation::View(&client.id));
    request.url.push_str(query);
    let response = server.send(&request).await.expect("a response");
    client.remember_version(&response);
    read_profile(server.fixture.vendor, &client.query, &response).expect("a profile").record
}

/// The format of a date: the text with each digit replaced by 0.
fn date_format(written: &str) -> String {
    written.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn birthdate_text(record: &Record) -> String {
    record.birthdate.as_ref().map(|date| date.as_str().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn edited_date_keeps_the_format_it_was_read_in() {
    for fixture in WRITERS {
        let mut formats = Vec::new();
        for query in (fixture.date_queries)() {
            let server = TestServer::open(fixture);
            let client = server.sign_in(fixture.full).await;
            let (before, loaded) = (client.text().await, read_with_query(&server, &client, query).await);
            let mut draft = Draft::from(&loaded);
            let old = std::mem::replace(
                &mut draft.birthdate,
                Date { year: "2000".into(), month: "2".into(), day: "29".into() },
            );
            let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            assert_eq!(problems, [], "{query}");
            assert_eq!(
                date_format(&birthdate_text(&wanted)),
                date_format(&birthdate_text(&loaded)),
                "{query}"
            );

            server.clear_requests().await;
            client.update(&between(&loaded, &wanted), false).await.expect("it is saved");
            assert_eq!(
                server.only_write().await["body"][fixture.member(Field::Birthdate)],
                birthdate_text(&wanted)
            );
            let stored = read_with_query(&server, &client, query).await;
            assert_eq!(stored, wanted, "{query}");
            let digits: String = birthdate_text(&stored).chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, "20000229", "{query}: the typed day, in every format");

            let mut draft = Draft::from(&stored);
            draft.birthdate = old;
            let (restored, _) = draft.read(&stored, fixture.vendor.form_rules(), |_| false);
            assert_eq!(restored, loaded, "{query}");
            client.update(&between(&stored, &restored), false).await.expect("it is saved");
            assert_eq!(client.text().await, before, "{query}");
            formats.push(date_format(&birthdate_text(&loaded)));
        }
        let is_documented_with_one = formats.len() == 1;
        formats.sort();
        formats.dedup();
        assert!(is_documented_with_one || formats.len() > 1, "{formats:?}: more than one format is tested");
    }
}

#[test]
fn date_is_the_same_day_in_every_format_and_with_any_time() {
    let mut days = 0;
    for (year, month, day) in (1900..=2100)
        .flat_map(|year| (1..=12).flat_map(move |month| (1..=31).map(move |day| (year, month, day))))
    {
        let parts = Some(DateParts { year: Some(year), month: Some(month), day: Some(day) });
        for format in [DateFormat::Compact, DateFormat::Dashed] {
            let Some(date) = PartialDate::new(year, month, day, format) else { continue };
            days += 1;
            let digits: String = date.as_str().chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, format!("{year:04}{month:02}{day:02}"));
            assert_eq!((date.parts(), date.format()), (parts, Some(format)), "{}", date.as_str());
            if format == DateFormat::Dashed {
                for time in TIMES {
                    let stored = PartialDate::from_stored(format!("{}{time}", date.as_str()));
                    assert_eq!(stored.parts(), parts, "{}", stored.as_str());
                }
            }
        }
    }
    assert_eq!(days, 2 * (201 * 365 + 49), "every day of 201 years is tested");
}

#[test]
fn birthdate_with_time_keeps_day_and_time() {
    for time in TIMES {
        let stored = format!("1984-02-29{time}");
        let loaded = Record { birthdate: Some(PartialDate::from_stored(stored)), ..Record::default() };
        let mut draft = Draft::from(&loaded);
        assert_eq!(draft.birthdate, Date { year: "1984".into(), month: "2".into(), day: "29".into() });
        draft.texts[carnet::domain::TextField::FirstName] = "Zoé".into();
        assert_eq!(
            draft.read(&loaded, &FormRules::UNLIMITED, |_| false).0.birthdate,
            loaded.birthdate,
            "{time}"
        );
    }
}

/// The Rust files under this directory.
fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|folder| rust_files(folder))).collect()
}

#[test]
fn only_date_formatting_uses_clocks_and_time_zones() {
    const WORDS: &[&str] =
        &["DateTimeFormat", "time_zone", "SystemTime", "Instant", "get_timezone_offset", "Date::now"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut users: Vec<_> = rust_files(&root.join("src"))
        .into_iter()
        .filter(|path| {
            let text = fs::read_to_string(path).expect("a text");
            WORDS.iter().any(|word| text.contains(word))
        })
        .map(|path| path.strip_prefix(root).expect("under the root").display().to_string())
        .collect();
    users.sort();
    // The transport counts the seconds until a `retry-after`.
    assert_eq!(users, ["src/i18n/format.rs", "src/transport/fetch.rs"]);
    let format = fs::read_to_string(root.join("src/i18n/format.rs")).expect("a text");
    assert!(format.contains(r#"set_time_zone("UTC")"#) && format.contains("set_utc_full_year"));
}
