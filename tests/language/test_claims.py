"""What a message takes for granted about pins, or wants to have confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.language.build import utterances
from pin_advisor.language.claims import ClaimReader
from pin_advisor.language.meaning import Claim
from pin_advisor.language.pipeline import build
from pin_advisor.language.text import clean

PROJECT = Path(__file__).resolve().parents[2]
CATALOG = load(PROJECT / "catalog")
HARD_SOFT = ("hard_enamel", "soft_enamel")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(CATALOG, utterances(PROJECT / "data" / "nlu"), PROJECT / "data" / "language")


@pytest.fixture(scope="module")
def reader() -> ClaimReader:
    return ClaimReader(CATALOG.facts)


def claims_of(text: str, nlp: Language, reader: ClaimReader) -> list[Claim]:
    return [claim for sentence in nlp(clean(text))._.sentences for claim in reader.read(sentence)]


@pytest.mark.parametrize(
    ("text", "pin_type", "fact", "holds"),
    [
        ("0.2 mm lines in hard enamel, ok?", "hard_enamel", "hard_line", False),
        ("would a 0.5 mm outline survive?", "hard_enamel", "hard_line", True),
        ("gap of 0,3mm, fine?", "soft_enamel", "soft_fill", False),
        ("is a line of 0.3 millimetres too thin", "soft_enamel", "soft_line", False),
        ("is a 0.2 mm line too thin", "soft_enamel", "soft_line", True),
        ("is my smallest colour area of 0.5 mm enough?", "hard_enamel", "hard_fill", True),
        ("must a line be 0.3 mm?", "hard_enamel", None, None),
        ("how do lines of 0.2 mm look?", "hard_enamel", None, None),
        ("is the minimum line 0.3 mm?", "hard_enamel", None, None),
        ("our lines are 0.2 mm", "hard_enamel", None, None),
        ("0.2 mm lines, ok?", "cloisonne", None, None),
        ("is a 30 mm pin big enough?", "hard_enamel", None, None),
    ],
)
def test_a_measure_of_ones_own_is_enough_or_not(
    text: str, pin_type: str, fact: str | None, holds: bool | None, nlp: Language, reader: ClaimReader
) -> None:
    found = reader.measured(nlp(clean(text))[:], pin_type, asked=False)
    assert (found and (found[0].fact, found[0].holds)) == (fact and (fact, holds))


@pytest.mark.parametrize(
    ("text", "stance", "fact", "holds"),
    [
        ("because cloisonné has no metal lines, how is it made?", "presumes", "cloisonne_lines", False),
        ("as hard enamel is bumpy, does it catch on wool?", "presumes", "hard_flat", False),
        ("with cloisonné being made of zinc, does it rust?", "presumes", "cloisonne_copper", False),
        ("soft enamel being the smooth one, is it dear?", "presumes", "soft_textured", False),
        ("given that hard enamel is made of glass, can it chip?", "presumes", "hard_is_resin", False),
        ("given that soft enamel is only for 2D what else is there", "presumes", "soft_three_d", False),
        ("why can't hard enamel be 3D?", "presumes", "hard_two_d", True),
        ("isn't die struck full of colour?", "confirms", "die_struck_plain", False),
        ("hard enamel isn't scratch resistant, is it", "confirms", "hard_tough", False),
        ("is it true that soft enamel isn't really soft?", "confirms", "soft_is_not_soft", True),
        ("my colleague says that cloisonné can be made of zinc", "confirms", "cloisonne_copper", False),
        ("soft enamel is made of rubber, right?", "confirms", "soft_is_not_soft", False),
        ("iron pins never rust, do they", "confirms", "iron_rusts", False),
        ("so the thinnest line in hard enamel is 0.3 mm?", "confirms", "hard_line", True),
        ("so the thinnest line in hard enamel is 1 mm?", "confirms", "hard_line", False),
        ("is cloisonné fired at 1600 degrees?", "asks", "cloisonne_fired", True),
        ("can hard enamel be sculpted?", "asks", "hard_two_d", False),
        ("since black nickel is jet black, can I have it?", "presumes", "black_nickel_is_grey", False),
        ("is a magnet more secure than a clutch?", "asks", "magnet_less_secure", False),
        ("soft is better for corporate gifts than hard, no?", "confirms", "soft_not_corporate", False),
        ("is it true hard enamel must be copper", "confirms", "hard_base_metal", False),
        ("does hard enamel have to be made of copper?", "asks", "hard_base_metal", False),
        ("i thought hard enamel had to be copper", "confirms", "hard_base_metal", False),
        ("hard enamel doesn't have to be copper, does it", "confirms", "hard_base_metal", True),
        ("hard enamel is always round, isn't it", "confirms", "enamel_outline", False),
        ("can soft enamel be any shape?", "asks", "enamel_outline", True),
    ],
)  # fmt: skip
def test_a_fact_is_claimed(
    text: str, stance: str, fact: str, holds: bool, nlp: Language, reader: ClaimReader
) -> None:
    (claim,) = claims_of(text, nlp, reader)
    assert (claim.stance, claim.fact, claim.holds) == (stance, fact, holds)


@pytest.mark.parametrize(
    ("text", "aspect", "direction", "pin_types", "holds"),
    [
        ("since hard enamel is cheaper than soft, we take more", "cost", "least", HARD_SOFT, True),
        ("why is hard enamel smoother than soft?", "feel", "most", HARD_SOFT, True),
        ("hard enamel isn't dearer than soft, right?", "cost", "most", HARD_SOFT, False),
        ("hard enamel is better for fine detail, right?", "detail", "most", ("hard_enamel",), True),
        ("hard enamel holds finer lines than soft, right?", "detail", "most", HARD_SOFT, True),
        ("isn't hard enamel more durable?", "durability", "most", ("hard_enamel",), True),
        ("so cloisonné is the cheap version of hard?", "cost", "least", ("cloisonne", "hard_enamel"), True),
    ],
)  # fmt: skip
def test_a_place_on_a_scale_is_claimed(
    text: str,
    aspect: str,
    direction: str,
    pin_types: tuple[str, ...],
    holds: bool,
    nlp: Language,
    reader: ClaimReader,
) -> None:
    (claim,) = claims_of(text, nlp, reader)
    assert (claim.aspect, claim.direction, claim.pin_types, claim.holds) == (
        aspect,
        direction,
        pin_types,
        holds,
    )


def test_two_claims_in_one_sentence(nlp: Language, reader: ClaimReader) -> None:
    found = claims_of("so soft enamel is smooth and hard enamel is bumpy, right?", nlp, reader)
    assert [(c.fact, c.holds) for c in found] == [("soft_textured", False), ("hard_flat", False)]


@pytest.mark.parametrize(
    "text",
    [
        "what is hard enamel?",
        "hard or soft, which is cheaper?",
        "is soft enamel cheaper if I order more?",
        "would hard enamel be cheaper than soft for 50 pieces?",
        "can you make soft enamel smooth with epoxy?",
        "my budget is small so soft enamel, right?",
        "I don't want raised lines, is soft enamel wrong for me?",
        "why not hard enamel?",
        "why would anyone buy cloisonné?",
        "3D hard enamel?",
        "hard enamel with soft enamel parts, right?",
        "epoxy on soft enamel makes it smooth, right?",
        "isn't soft enamel as durable as hard?",
        "what if hard enamel is cheaper?",
        "soft enamel, hard enamel, all the same, right?",
        "is glass enamel harder than resin enamel?",
        "can hard enamel be made of copper?",
        "does hard enamel with a copper look have to be copper plated?",
    ],
)
def test_nothing_is_claimed_where_that_is_not_plain(text: str, nlp: Language, reader: ClaimReader) -> None:
    assert claims_of(text, nlp, reader) == []


def test_what_the_catalog_says_of_nothing_is_no_claim(nlp: Language) -> None:
    assert claims_of("iron pins never rust, do they", nlp, ClaimReader()) == []


@pytest.mark.parametrize(
    ("text", "talked_of", "fact", "holds"),
    [
        ("and it's smooth, isn't it?", "soft_enamel", "soft_textured", False),
        ("it is smooth, right?", "hard_enamel", "hard_flat", True),
        ("is it 3D?", "hard_enamel", "hard_two_d", False),
        ("it's made from zinc, right?", "cloisonne", "cloisonne_copper", False),
    ],
)
def test_a_pronoun_stands_for_what_was_talked_of(
    text: str, talked_of: str, fact: str, holds: bool, nlp: Language, reader: ClaimReader
) -> None:
    (sentence,) = nlp(clean(text))._.sentences
    (claim,) = reader.read(sentence, talked_of)
    assert (claim.fact, claim.holds) == (fact, holds)
    assert reader.read(sentence) == ()


def test_a_statement_before_the_question_is_taken_for_granted(nlp: Language, reader: ClaimReader) -> None:
    told, _ = nlp("So hard enamel is the one with the ridges. Does it snag?")._.sentences
    assert [(c.stance, c.fact, c.holds) for c in reader.told(told)] == [("presumes", "hard_flat", False)]
    wish, _ = nlp("We want hard enamel. Does it snag?")._.sentences
    assert reader.told(wish) == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("since it is made of zinc, does it rust?", "does it rust?"),
        ("why is it so cheap?", None),
        ("does it rust?", None),
    ],
)
def test_what_is_asked_behind_a_premise(text: str, asked: str | None, reader: ClaimReader) -> None:
    assert reader.main_clause(text) == asked


def test_the_fact_of_a_claim(reader: ClaimReader) -> None:
    fact = reader.fact(Claim("asks", fact="iron_rusts"))
    assert fact is not None
    assert fact.topics == ("rust",)
    assert reader.fact(Claim("asks")) is None
