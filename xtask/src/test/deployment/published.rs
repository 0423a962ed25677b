//! What `deploy/publish.sh` does to the folder of a server: files of earlier builds stay for a month, and no more.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::Path,
    process::Stdio,
    time::{Duration, SystemTime},
};

use super::site;
use crate::{command::run, error::Error};

/// Two builds. The page and one file with a hash differ.
const FIRST: [(&str, &str); 6] = [
    ("carnet.js", "first"),
    ("carnet.js.br", "first, small"),
    ("embed.html", "first page"),
    ("fr-000000000000000a.json", "both"),
    ("carnet-000000000000000b.wasm", "first"),
    ("account.schema.json", "first schema"),
];
const SECOND: [(&str, &str); 6] = [
    ("carnet.js", "second"),
    ("carnet.js.br", "second, small"),
    ("embed.html", "second page"),
    ("fr-000000000000000a.json", "both"),
    ("carnet-000000000000000c.wasm", "second"),
    ("account.schema.json", "second schema"),
];

const DAY: Duration = Duration::from_secs(86_400);

pub(super) fn check(folder: &Path) -> Result<(), Error> {
    let root = folder.join("root");
    let builds = [("first", FIRST), ("second", SECOND)].map(|(name, files)| (folder.join(name), files));
    for (build, files) in &builds {
        fs::create_dir_all(build)?;
        for (name, text) in files {
            fs::write(build.join(name), text)?;
        }
    }
    let [(first, _), (second, _)] = &builds;
    let expect = |when: &str, files: &[(&str, &str)]| {
        let found = read(&root)?;
        let files: BTreeSet<_> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        if found == files {
            Ok(())
        } else {
            Err(Error::new(format!("publish.sh, {when}: the folder has {found:?}")))
        }
    };
    let make_older = |name: &str, days: u32| {
        File::options().write(true).open(root.join(name))?.set_modified(SystemTime::now() - DAY * days)
    };

    let publish = |build: &Path| run(site::publish().arg(build).arg(&root));
    // The demonstration is not published, and the company's own page stands in its place.
    fs::write(first.join("index.html"), "demonstration")?;
    publish(first)?;
    expect("first build", &FIRST)?;
    let own = [("index.html", "own"), ("carnet.config.json", "own")];
    for (name, text) in own {
        fs::write(root.join(name), text)?;
        make_older(name, 400)?;
    }
    // However long the first build was in use, its files are as old as the deploy that replaced it.
    for (name, _) in FIRST {
        make_older(name, 400)?;
    }
    publish(second)?;
    let with_old = [&SECOND[..], &own, &[FIRST[4]]].concat();
    expect("second build, much later", &with_old)?;
    make_older(FIRST[4].0, 29)?;
    publish(second)?;
    expect("second build again, 29 days later", &with_old)?;
    make_older(FIRST[4].0, 31)?;
    publish(second)?;
    expect("second build again, 31 days later", &[&SECOND[..], &own].concat())?;
    // The way back is to publish the earlier build again.
    publish(first)?;
    expect("first build again", &[&FIRST[..], &own, &[SECOND[4]]].concat())?;

    // A mistake changes nothing.
    for arguments in [
        &[folder.join("nothing"), root.clone()][..],
        std::slice::from_ref(first),
        &[first.clone(), root.clone(), "0".into()],
    ] {
        let status = site::publish().args(arguments).stderr(Stdio::null()).status()?;
        if status.success() {
            return Err(Error::new(format!("publish.sh accepts {arguments:?}")));
        }
    }
    expect("after mistakes", &[&FIRST[..], &own, &[SECOND[4]]].concat())
}

/// Returns the names and texts of the files in a folder.
fn read(folder: &Path) -> Result<BTreeSet<(String, String)>, Error> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The script's own list.
        if name == ".current" {
            continue;
        }
        files.insert((name, fs::read_to_string(&file)?));
    }
    Ok(files)
}
