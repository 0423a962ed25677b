#!/bin/sh
# Copies a build of Carnet into the folder that a web server serves, in an order in which no page names a missing file,
# and keeps the files of earlier builds for pages that are still open (docs/deploy.md).
#
# Usage: publish.sh [--demo] DIST FOLDER [DAYS]
#   --demo   also the demonstration: index.html, the playground and their files
#   DAYS     how long files stay after the build that had them was replaced; default: 30
set -eu

has_demo=0
if [ "${1:-}" = --demo ]; then
    has_demo=1
    shift
fi

if [ "$#" -lt 2 ]; then
    echo "usage: publish.sh [--demo] DIST FOLDER [DAYS]" >&2
    exit 2
fi
dist=$1 folder=$2 days=${3:-30}
if [ ! -f "$dist/carnet.js" ]; then
    echo "publish.sh: $dist has no carnet.js: build it with cargo xtask dist" >&2
    exit 1
fi
case $days in
'' | 0* | *[!0-9]*)
    echo "publish.sh: DAYS is a number from 1, not '$days'" >&2
    exit 2
    ;;
esac
mkdir -p "$folder"

# The hash in a name: a minus and 16 hexadecimal digits before the ending.
x='[0-9a-f]'
hash="-$x$x$x$x$x$x$x$x$x$x$x$x$x$x$x$x"

# The build before this one is in use until now, so its files are as old as this deploy.
if [ -f "$folder/.current" ]; then
    while IFS= read -r name; do
        if [ -f "$folder/$name" ]; then touch "$folder/$name"; fi
    done <"$folder/.current"
fi

# Whether a file belongs to the demonstration, which signs anybody in at the sandbox.
is_demo() {
    case $1 in index.html* | playground* | host-*) return 0 ;; esac
    return 1
}

# A file appears whole or not at all: it is written under another name, then renamed.
put() {
    if [ "$has_demo" = 0 ] && is_demo "$2"; then return; fi
    cp "$1" "$folder/.$2.part"
    chmod 644 "$folder/.$2.part"
    mv -f "$folder/.$2.part" "$folder/$2"
}

# 1. Files with a hash. Nothing names the new ones yet.
for file in "$dist"/*$hash.*; do
    if [ -f "$file" ]; then put "$file" "$(basename "$file")"; fi
done
# 2. The scripts that hosts load and the schema, then the pages. A compressed copy comes before its file.
for ending in js schema.json html; do
    for file in "$dist"/*."$ending"; do
        name=$(basename "$file")
        case $name in *$hash.*) continue ;; esac
        [ -f "$file" ] || continue
        for copy in br gz; do
            if [ -f "$file.$copy" ]; then put "$file.$copy" "$name.$copy"; fi
        done
        put "$file" "$name"
    done
done
# 3. The names of this build's files with a hash, for the next deploy.
for file in "$dist"/*$hash.*; do
    if [ -f "$file" ]; then basename "$file"; fi
done >"$folder/.current.part"
mv -f "$folder/.current.part" "$folder/.current"
# 4. Files with a hash that were not in use during the last days.
find "$folder" -maxdepth 1 -type f -name "*$hash.*" -mtime "+$((days - 1))" -exec rm -f {} +
