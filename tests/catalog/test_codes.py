"""One mistake for each code: made in a good catalog, it is found alone and in its line."""

from __future__ import annotations

import pytest

from pin_advisor.catalog import CODES, load, unread_files

AFTER = "        after: {hard_enamal: Much alike.}\n"
THICKNESS = """\
      thickness:
        brief: have thickness
        text: About thickness of hard_enamel.
        source: seed
"""

BRASS = "answer: Iron can rust; brass does not."
WEIGHTED = "    pin_types: [hard_enamel]\n    weight"

# Code, file, what is replaced (all of it if None), by what, a part of the line that must be named (the first
# line if None) and words that must be said.
CHANGES = [
    ("PA202", "shop.yml", None, "\n  \n", None, "empty"),
    ("PA202", "shop.yml", None, "# only a remark\n", None, "empty"),
    ("PA203", "shop.yml", "workshop", "work\x00shop", "work\x00shop", "invisible"),
    ("PA204", "rules.yml", "[3d]", "[" * 30 + "3d" + "]" * 30, "[[[", "nested"),
    ("PA204", "rules.yml", None, "#" * 1_000_001, None, "larger"),
    ("PA205", "rules.yml", "    because: An", "\tbecause: An", "because: An", "spaces"),
    ("PA206", "rules.yml", "    because: An", "   because: An", "because: An", "column"),
    ("PA206", "shop.yml", "name: Pins", 'name: "Pins', 'name: "Pins', "never closed"),
    ("PA206", "faq/basics.yml", "answer: Iron", 'answer: "Iron"', 'answer: "Iron"', "quot"),
    ("PA206", "faq/basics.yml", "answer: You", "answer: {shop.name} You", "answer: {shop", "quotes"),
    ("PA207", "shop.yml", "a workshop", "pins: a workshop", "pins: a", "quotes"),
    ("PA207", "shop.yml", "name: Pins", "name:Pins", "name:Pins", "space"),
    ("PA207", "shop.yml", "name: Pins of Delft", "name", "name", "colon"),
    ("PA208", "shop.yml", "country: the", "name: the", "name: the", "twice"),
    ("PA209", "shop.yml", "name: Pins", "name: &Pins", "name: &", "quotes"),
    ("PA209", "shop.yml", "name: Pins of Delft", "name: *pins", "name: *", "quotes"),
    ("PA209", "shop.yml", "name: Pins", "name: !!python/object:os.system Pins", "name: !!", "quotes"),
    ("PA209", "shop.yml", "name: Pins", "name: @Pins", "name: @", "quotes"),
    ("PA209", "shop.yml", "country:", "---\ncountry:", "---", "second"),
    ("PA210", "shop.yml", "a workshop", "the #1 workshop", "#1", "quotes"),
    ("PA220", "rules.yml", "because: An", "becuase: An", "becuase: An", "because"),
    ("PA220", "shop.yml", "country:", "counttry:", "counttry:", "country"),
    ("PA220", "prices.yml", "same_as_usd:", "same: EUR\nsame_as_usd:", "same: EUR", "same_as_usd"),
    ("PA221", "faq/basics.yml", "    question: Do pins rust?\n", "", "id: rust", "question"),
    ("PA220", "rules.yml", "rules:\n", "ruless:\n", "ruless", "rules?"),
    ("PA221", "rules.yml", None, "{}\n", None, "rules:"),
    ("PA222", "shop.yml", "name: Pins of Delft", "name:", "name:", "empty"),
    ("PA222", "shop.yml", "name: Pins of Delft", "name: '  '", "name:", "empty"),
    ("PA223", "prices.yml", "per_usd: 0.9", "per_usd: 0.9 EUR", "code: EUR", "point"),
    ("PA223", "prices.yml", "below: 1.5", "below: -1", "below: -1", "greater"),
    ("PA223", "rules.yml", "weight: 3", "weight: three", "weight: three", "whole number"),
    ("PA223", "pin_types.yml", "offered: false", "offered: perhaps", "perhaps", "true or false"),
    ("PA223", "faq/basics.yml", BRASS, "answer: {shop.name}", "answer: {", "quotes"),
    ("PA223", "rules.yml", "{dimensionality: [3d]}", "3d", "when: 3d", "indented"),
    ("PA223", "shop.yml", None, "Pins of Delft", None, "key: value"),
    ("PA224", "rules.yml", "effect: prefer", "effect: perfer", "perfer", "prefer"),
    ("PA224", "rules.yml", "occasion: [award]", "occasion: [awards]", "awards", "award?"),
    ("PA224", "rules.yml", "[3d]", "[3 D]", "3 D", "3d"),
    ("PA225", "faq/basics.yml", "id: rust", "id: Rust & co", "Rust & co", "rust_co"),
    ("PA225", "prices.yml", "{code: EUR,", "{code: Euro,", "code: Euro", "capitals"),
    ("PA226", "rules.yml", "    source: judgement\n", "", "id: award_hard", "source"),
    ("PA226", "rules.yml", "    source: judgement\n", "    source:\n", "source:", "source"),
    ("PA230", "faq/basics.yml", "id: rust", "id: minimum", "id: minimum", "line 2"),
    ("PA230", "sources.yml", "sources:", "sources:\n  - {id: shop, title: us}", "shop itself", "line 2"),
    ("PA231", "faq/basics.yml", "id: rust", "id: scratch", "id: scratch", "scratch"),
    ("PA232", "rules.yml", "[hard_enamel]", "[hard_enamal]", "hard_enamal", "hard_enamel"),
    ("PA232", "pin_types.yml", THICKNESS, THICKNESS + AFTER, "hard_enamal", "hard_enamel"),
    ("PA233", "faq/basics.yml", "[minimum]", "[minimun]", "minimun", "minimum"),
    ("PA234", "pin_types.yml", "  feel: {", "  feels: {", "feels: {", "feel"),
    ("PA235", "rules.yml", "{occasion: [award]}", "{unknown: [ocasion]}", "ocasion", "occasion"),
    ("PA238", "faq/basics.yml", "seed; judgement", "seeds; judgement", "seeds", "seed?"),
    ("PA238", "faq/basics.yml", "seed; judgement", "seed, judgement", "seed,", ";"),
    ("PA240", "faq/basics.yml", "Iron can", "Iron " + "very " * 150 + "can", "very", "600"),
    ("PA236", "pin_types.yml", THICKNESS, "", "aspects:", "thickness"),
    ("PA241", "rules.yml", "An award", "An {shop.name} award", "{shop", "as it is"),
    ("PA241", "faq/basics.yml", "{shop.name}", "{shop.nmae}", "nmae", "{shop.name}"),
    ("PA242", "faq/basics.yml", "if_unknown: That", "# That", "answer: You", "minimum_order"),
    ("PA250", "prices.yml", "  - {tier: premium}\n", "", "tiers:", "premium"),
    ("PA251", "prices.yml", "below: 4", "below: 1", "below: 1}", "higher"),
    ("PA252", "prices.yml", "names: [euro]", "names: [euro, Dollars]", "code: EUR", "USD"),
    ("PA253", "prices.yml", "[USD, EUR]", "[USD, GBP]", "GBP", "GBP"),
    ("PA254", "prices.yml", "per_usd: 1}", "per_usd: 1.1}", "currencies:", "rate of 1"),
    ("PA260", "rules.yml", WEIGHTED, "    weight", "effect: prefer", "pin_types"),
    ("PA261", "rules.yml", "    weight: 3\n", "", "effect: prefer", "weight"),
]  # fmt: skip


# Rules put after those of the good catalog: code, their lines, the line of these that must be named, words.
ADDED_RULES = [
    (
        "PA262",
        """\
  - id: awards_are_flat
    when: {occasion: [award], dimensionality: [3d]}
    effect: rule_out
    pin_types: [soft_enamel]
    because: Too rough.
    source: shop
  - id: premium_not_printed
    when: {budget: [premium]}
    effect: rule_out
    pin_types: [screen_printed]
    because: Too plain.
    source: shop
""",
        7,
        "occasion award, budget premium, dimensionality 3d",
    ),
    (
        "PA262",
        """\
  - id: nothing_left
    when: {surface: [smooth]}
    effect: rule_out
    pin_types: [screen_printed, hard_enamel, soft_enamel]
    because: Too rough.
    source: shop
""",
        1,
        "surface smooth",
    ),
    (
        "PA263",
        """\
  - id: lasting_is_hard
    when: {durability: [high], dimensionality: [2d]}
    effect: require
    pin_types: [hard_enamel]
    because: Nothing else lasts.
    source: shop
""",
        1,
        "photo_is_printed",
    ),
    (
        "PA264",
        """\
  - id: dear_and_cheap
    when: {price_from: 12, price_below: 2.5}
    effect: note
    because: Never said.
    source: shop
""",
        2,
        "no visitor",
    ),
    (
        "PA264",
        """\
  - id: between_nothing
    when: {quantity_from: 100, quantity_below: 100}
    effect: note
    because: Never said.
    source: shop
""",
        2,
        "no visitor",
    ),
    (
        "PA264",
        """\
  - id: known_and_unknown
    when: {occasion: [award], unknown: [occasion]}
    effect: note
    because: Never said.
    source: shop
""",
        2,
        "no visitor",
    ),
    (
        "PA265",
        """\
  - id: soft_rubber
    when: {occasion: [school]}
    effect: prefer
    pin_types: [pvc]
    weight: 1
    because: Children like it.
    source: shop
""",
        4,
        "pvc is not offered",
    ),
    (
        "PA265",
        """\
  - id: sculpted_awards
    when: {occasion: [award], dimensionality: [3d]}
    effect: prefer
    pin_types: [hard_enamel]
    weight: 1
    because: Never weighed.
    source: shop
""",
        1,
        "relief_not_hard",
    ),
    (
        "PA266",
        """\
  - id: relief_again
    when: {dimensionality: 3d}
    effect: rule_out
    pin_types: hard_enamel
    because: The same in other words.
    source: shop
""",
        1,
        "relief_not_hard",
    ),
]

#: Codes whose mistake can't be made by changing one place; each has a test of its own below.
ELSEWHERE = {"PA201", "PA211", "PA237"}


@pytest.mark.parametrize(("code", "file", "old", "new", "place", "words"), CHANGES)
def test_a_change_is_reported(folder, code, file, old, new, place, words):
    if old is None:
        folder.write(file, new)
    else:
        folder.change(file, old, new)
    problems = folder.problems()
    assert [(p.code, p.file) for p in problems] == [(code, file)]
    assert words in f"{problems[0].what} → {problems[0].fix}"
    if place is None:
        assert problems[0].line == 1
    else:
        assert place in folder.read(file).split("\n")[problems[0].line - 1]


@pytest.mark.parametrize(("code", "rules", "line", "words"), ADDED_RULES)
def test_added_rules_are_reported(folder, code, rules, line, words):
    before = folder.read("rules.yml")
    folder.write("rules.yml", before + rules)
    problems = folder.problems()
    assert [(p.code, p.file, p.line) for p in problems] == [(code, "rules.yml", before.count("\n") + line)]
    assert words in problems[0].what


@pytest.mark.parametrize("file", ["shop.yml", "pin_types.yml", "rules.yml", "prices.yml"])
def test_a_missing_file_is_reported_alone(folder, file):
    (folder.path / file).unlink()
    assert [(p.code, p.file) for p in folder.problems()] == [("PA201", file)]


def test_a_misnamed_file_is_pointed_out(folder):
    (folder.path / "rules.yml").rename(folder.path / "Rules.yaml")
    assert "rename Rules.yaml to rules.yml" in folder.problems()[0].fix


def test_a_folder_in_place_of_a_file_is_reported(folder):
    (folder.path / "shop.yml").unlink()
    (folder.path / "shop.yml").mkdir()
    assert folder.codes() == ["PA201"]


def test_topics_in_no_file_are_reported(folder):
    (folder.path / "faq" / "basics.yml").unlink()
    assert [(p.code, p.file) for p in folder.problems()] == [("PA201", "faq")]


def test_a_missing_folder_is_one_problem(folder):
    folder.path = folder.path / "nowhere"
    assert folder.codes() == ["PA201"]


def test_one_offered_type_is_too_few(folder):
    for _ in range(2):
        folder.change("pin_types.yml", "offered: true", "offered: false")
    folder.write("rules.yml", "rules: []\n")
    assert [(p.code, p.file) for p in folder.problems()] == [("PA237", "pin_types.yml")]


def test_files_that_nobody_reads_are_named_but_harmless(folder):
    for stray in ("rules_old.yml", "faq/new.yaml", ".hidden.yml", "notes.txt"):
        folder.write(stray, "nonsense: [")
    assert [(p.code, p.file) for p in unread_files(folder.path)] == [
        ("PA211", "rules_old.yml"),
        ("PA211", "faq/new.yaml"),
    ]
    assert load(folder.path).shop.name == "Pins of Delft"


def test_every_code_is_tried():
    tried = {case[0] for case in CHANGES} | {case[0] for case in ADDED_RULES} | ELSEWHERE
    assert tried == set(CODES)
