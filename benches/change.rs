//! The cost of a change: linear in the number of fields, from ten to a hundred thousand; and that of a keystroke.
//!
//! `cargo bench --bench change`. The times are of native code; their growth is what matters.

use std::hint::black_box;

use carnet::{
    domain::{
        Address, AddressLine, DateFormat, EnumKey, EnumMap, Field, FormRules, NationalId, OptIn, PartialDate,
        Phone, Record, TextField, between,
    },
    form::Draft,
};
use criterion::{BenchmarkId, Criterion, Throughput};

/// One of `N` texts of a record, such as a vendor's metadata.
#[derive(Clone, Copy, PartialEq)]
struct Meta<const N: usize>(usize);

impl<const N: usize> Meta<N> {
    const NUMBERED: [Meta<N>; N] = {
        let mut all = [Meta(0); N];
        let mut index = 0;
        while index < N {
            all[index] = Meta(index);
            index += 1;
        }
        all
    };
}

impl<const N: usize> EnumKey for Meta<N> {
    const ALL: &'static [Meta<N>] = &Self::NUMBERED;

    fn index(self) -> usize {
        self.0
    }
}

/// Measures a change of one field in a hundred, of `N`: finding it, applying it, and both.
fn metadata<const N: usize>(criterion: &mut Criterion) {
    let loaded = EnumMap::<Meta<N>, Option<String>>::new(|key| Some(format!("value {:06}", key.0)));
    let mut wanted = loaded.clone();
    for key in Meta::<N>::ALL.iter().step_by(100) {
        wanted[*key] = Some(format!("other {:06}", key.0));
    }
    let changes = loaded.changes(&wanted);
    assert_eq!(changes.iter().filter(|(_, change)| !change.is_keep()).count(), N.div_ceil(100));
    assert!(changes.apply(&loaded) == wanted);

    let mut between = criterion.benchmark_group("between");
    between.throughput(Throughput::Elements(N as u64));
    between.bench_function(BenchmarkId::from_parameter(N), |bencher| {
        bencher.iter(|| black_box(&loaded).changes(black_box(&wanted)));
    });
    between.finish();
    let mut apply = criterion.benchmark_group("apply");
    apply.throughput(Throughput::Elements(N as u64));
    apply.bench_function(BenchmarkId::from_parameter(N), |bencher| {
        bencher.iter(|| black_box(&changes).apply(black_box(&loaded)));
    });
    apply.finish();
    let mut both = criterion.benchmark_group("round trip");
    both.throughput(Throughput::Elements(N as u64));
    both.bench_function(BenchmarkId::from_parameter(N), |bencher| {
        bencher.iter(|| black_box(&loaded).changes(black_box(&wanted)).apply(black_box(&loaded)));
    });
    both.finish();
}

/// Returns a record with a value in every field.
fn full() -> Record {
    let phone = |index: usize| Phone {
        number: Some(format!("+3361234567{index}")),
        kind: Some("HOME".into()),
        rest: None,
    };
    let opt_in = |index: usize| OptIn {
        channel: format!("CHANNEL_{index}"),
        agreed: Some(true),
        partners: None,
        rest: None,
    };
    Record {
        texts: EnumMap::new(|text| Some(format!("{text:?}"))),
        birthdate: PartialDate::new(1984, 1, 31, DateFormat::Compact),
        national_id: Some(NationalId { number: Some("00123".into()), kind: Some("DNI".into()) }),
        phones: Some((0..3).map(phone).collect()),
        address: Some(Address { lines: EnumMap::new(|line: AddressLine| Some(format!("{line:?}"))) }),
        opt_ins: Some((0..6).map(opt_in).collect()),
        data_use: Some(true),
    }
}

/// Measures the computations of a save and of a keystroke.
fn record(criterion: &mut Criterion) {
    let loaded = full();
    let (mut wanted, mut now) = (loaded.clone(), loaded.clone());
    wanted.texts[TextField::FirstName] = Some("Zoé".into());
    wanted.phones = None;
    now.texts[TextField::LastName] = Some("Smith".into());
    let changes = between(&loaded, &wanted);

    let mut group = criterion.benchmark_group("record");
    group.bench_function("between", |bencher| {
        bencher.iter(|| between(black_box(&loaded), black_box(&wanted)));
    });
    group.bench_function("rebase", |bencher| {
        bencher.iter(|| black_box(&changes).rebase_onto(black_box(&loaded), black_box(&now)));
    });
    let before = Draft::from(&loaded);
    let mut draft = before.clone();
    draft.texts[TextField::FirstName] = "Zoé".into();
    let (mut read, mut problems) = (loaded.clone(), Vec::new());
    group.bench_function("a keystroke", |bencher| {
        bencher.iter(|| {
            let field = black_box(Field::Text(TextField::FirstName));
            black_box(&draft).read_into(
                field,
                &loaded,
                &before,
                &FormRules::UNLIMITED,
                true,
                &mut read,
                &mut problems,
            );
        });
    });
    group.bench_function("the whole draft", |bencher| {
        bencher.iter(|| black_box(&draft).read(black_box(&loaded), &FormRules::UNLIMITED, |_| true));
    });
    group.finish();
    assert_eq!(problems, []);
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    metadata::<10>(&mut criterion);
    metadata::<100>(&mut criterion);
    metadata::<1_000>(&mut criterion);
    metadata::<10_000>(&mut criterion);
    metadata::<100_000>(&mut criterion);
    record(&mut criterion);
    criterion.final_summary();
}
