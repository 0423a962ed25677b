//! The format of a date that is read is the format that is written, whichever the vendor chose.

use std::{fs, path::Path};

use carnet::{
    domain::{DateFormat, DateParts, Field, PartialDate, Record, between},
    form::{Date, Draft},
    vendor_api::{Operation, read_profile},
};

use crate::{
    house::{House, Visitor},
    vendors::WRITERS,
};

/// What may come behind a day, and could move it to another one if anybody reckoned with it.
const TIMES: &[&str] = &["T00:00:00Z", "T23:59:59-12:00", "T00:00:00+14:00", " 02:30:00+02:00"];

/// The record as it is read with this at the end of the address.
async fn read(house: &House<'_>, visitor: &Visitor<'_>, query: &str) -> Record {
    let mut request = visitor.request(Operation::View(&visitor.id));
    request.url.push_str(query);
    let answer = house.send(&request).await.expect("an answer");
    read_profile(house.fixture.vendor, &visitor.query, &answer).expect("a profile").record
}

/// What of a date is not a digit, and where it stands.
fn shape(written: &str) -> String {
    written.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn written(record: &Record) -> String {
    record.birthdate.as_ref().map(|date| date.as_str().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_date_is_written_as_it_is_read_and_typed_back_it_is_the_old_one() {
    for fixture in WRITERS {
        let mut shapes = Vec::new();
        for query in (fixture.dates)() {
            let house = House::open(fixture);
            let visitor = house.sign_in(fixture.full).await;
            let (before, loaded) = (visitor.text().await, read(&house, &visitor, query).await);
            let mut draft = Draft::from(&loaded);
            let old = std::mem::replace(
                &mut draft.birthdate,
                Date { year: "2000".into(), month: "2".into(), day: "29".into() },
            );
            let (wanted, problems) = draft.read(&loaded, |_| false);
            assert_eq!(problems, [], "{query}");
            assert_eq!(shape(&written(&wanted)), shape(&written(&loaded)), "{query}");

            house.forget().await;
            visitor.update(&between(&loaded, &wanted), false).await.expect("it is saved");
            assert_eq!(house.the_write().await["body"][fixture.member(Field::Birthdate)], written(&wanted));
            let stored = read(&house, &visitor, query).await;
            assert_eq!(stored, wanted, "{query}");
            let digits: String = written(&stored).chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, "20000229", "{query}: the day that was typed, in every format");

            let mut draft = Draft::from(&stored);
            draft.birthdate = old;
            let (again, _) = draft.read(&stored, |_| false);
            assert_eq!(again, loaded, "{query}");
            visitor.update(&between(&stored, &again), false).await.expect("it is saved");
            assert_eq!(visitor.text().await, before, "{query}");
            shapes.push(shape(&written(&loaded)));
        }
        shapes.sort();
        shapes.dedup();
        assert!(shapes.len() > 1, "{shapes:?}: more than one format was tried");
    }
}

#[test]
fn every_day_is_the_same_day_in_every_format_and_at_any_hour() {
    let mut days = 0;
    for (year, month, day) in (1900..=2100)
        .flat_map(|year| (1..=12).flat_map(move |month| (1..=31).map(move |day| (year, month, day))))
    {
        let parts = Some(DateParts { year: Some(year), month: Some(month), day: Some(day) });
        for shape in [DateFormat::Compact, DateFormat::Dashed] {
            let Some(date) = PartialDate::new(year, month, day, shape) else { continue };
            days += 1;
            let digits: String = date.as_str().chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, format!("{year:04}{month:02}{day:02}"));
            assert_eq!((date.parts(), date.format()), (parts, shape), "{}", date.as_str());
            if shape == DateFormat::Dashed {
                for time in TIMES {
                    let stored = PartialDate::from_stored(format!("{}{time}", date.as_str()));
                    assert_eq!(stored.parts(), parts, "{}", stored.as_str());
                }
            }
        }
    }
    assert_eq!(days, 2 * (201 * 365 + 49), "no day of two hundred years is left out");
}

#[test]
fn a_time_behind_a_birthday_neither_moves_it_nor_is_lost() {
    for time in TIMES {
        let stored = format!("1984-02-29{time}");
        let loaded = Record { birthdate: Some(PartialDate::from_stored(stored)), ..Record::default() };
        let mut draft = Draft::from(&loaded);
        assert_eq!(draft.birthdate, Date { year: "1984".into(), month: "2".into(), day: "29".into() });
        draft.texts[carnet::domain::TextField::FirstName] = "Zoé".into();
        assert_eq!(draft.read(&loaded, |_| false).0.birthdate, loaded.birthdate, "{time}");
    }
}

/// The Rust files under this folder.
fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

#[test]
fn only_what_draws_a_date_on_screen_knows_clocks_and_zones() {
    const WORDS: &[&str] =
        &["DateTimeFormat", "time_zone", "SystemTime", "Instant", "get_timezone_offset", "Date::now"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut knowing: Vec<_> = sources(&root.join("src"))
        .into_iter()
        .filter(|path| {
            let text = fs::read_to_string(path).expect("a text");
            WORDS.iter().any(|word| text.contains(word))
        })
        .map(|path| path.strip_prefix(root).expect("under the root").display().to_string())
        .collect();
    knowing.sort();
    assert_eq!(knowing, ["src/i18n/format.rs"]);
    let format = fs::read_to_string(root.join("src/i18n/format.rs")).expect("a text");
    assert!(format.contains(r#"set_time_zone("UTC")"#) && format.contains("set_utc_full_year"));
}
