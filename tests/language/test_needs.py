"""Needs from clauses, read by a reader that has learnt from a few dozen of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.errors import WeightsError
from pin_advisor.language.encoder import Encoder, EncodingStore
from pin_advisor.language.needs import NOTHING, LabelledClause, NeedReader, Reading
from pin_advisor.language.pipeline import build
from pin_advisor.vocabulary import VALUES
from pin_advisor.weights import ENCODER_FOLDER, check_encoder

PROJECT = Path(__file__).resolve().parents[2]

#: Need, value and the clauses that state it; "nothing" states none.
CLAUSES = {
    ("occasion", "award"): (
        "for the winners of the regatta", "first prize in our photo contest", "medals for the champions",
        "it goes to whoever wins the race", "the best apprentice of the year gets one",
        "a trophy you can wear", "handed to the three fastest swimmers",
        "to honour the champion of the league",
    ),
    ("occasion", "wedding"): (
        "for our wedding guests", "we are getting married in June", "favours for the bride's table",
        "a keepsake from our marriage", "the groomsmen will wear them", "on our big day in the church",
        "for the bridal party", "wedding favours for eighty guests",
    ),
    ("occasion", "school"): (
        "for the pupils of our school", "the sixth form wants a badge", "prefects at a grammar school",
        "for the children in my class", "our primary school turns fifty", "students of the academy wear it",
        "for the school choir", "every pupil in year seven gets one",
    ),
    ("dimensionality", "2d"): (
        "the design is flat", "a plain drawing without relief", "just a flat logo", "like a picture on paper",
        "no depth at all", "a flat outline of a bird", "it is only a line drawing", "level all over",
    ),
    ("dimensionality", "3d"): (
        "the head stands out like a sculpture", "a modelled figure you can grasp", "in high relief",
        "sculpted like a little statue", "the nose sticks out", "rounded like a real shell",
        "a relief of our mountain", "moulded in depth",
    ),
    ("durability", "high"): (
        "they should last for decades", "worn on a uniform every day", "built to survive for ever",
        "as tough as possible", "to be handed down to the grandchildren", "they must not wear out for years",
        "for a lifetime of service", "still good in twenty years",
    ),
    ("durability", "low"): (
        "only for one evening", "thrown away after the party", "for a single day", "they needn't last long",
        "just for the weekend", "nobody keeps them afterwards", "for one night", "a throwaway thing",
    ),
    ("budget", "tight"): (
        "as cheap as possible", "we have hardly any money", "on a shoestring", "the cheapest you can do",
        "our budget is tiny", "we can't spend much", "very little money", "low budget",
    ),
    ("budget", "premium"): (
        "money is no object", "price does not matter", "only the best will do", "a generous budget",
        "whatever it costs", "we will pay for quality", "luxury", "the finest you can make",
    ),
    ("nothing", ""): (
        "hello there", "my name is Ann", "we are based in Leeds", "thank you for the help",
        "I hope you are well", "there are nine of us", "it is about a lighthouse",
        "my colleague told me about you", "the sea was rough this morning", "please tell me more",
        "we like herons", "I found you on the web", "let me know", "the logo shows a fox",
        "we spoke on the phone", "good morning",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    try:
        check_encoder()
    except WeightsError as error:
        pytest.skip(f"the sentence encoder: {error.message}")
    return Encoder(ENCODER_FOLDER)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(load(PROJECT / "catalog"), [], PROJECT / "data" / "language")


@pytest.fixture(scope="module")
def reader(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> NeedReader:
    clauses = [
        LabelledClause(text, {} if need == "nothing" else {need: value})
        for (need, value), texts in CLAUSES.items()
        for text in texts
    ]
    store = EncodingStore(tmp_path_factory.mktemp("vectors"), encoder, "abc")
    with ThreadPoolExecutor(1) as pool:
        return NeedReader.train(clauses, store.read([c.text for c in clauses]), encoder, pool)


def read(
    reader: NeedReader, nlp: Language, text: str, asked: str | None = None, insist: bool = False
) -> dict[str, Reading]:
    return reader.read(nlp(text)._.clauses, asked, insist)


def values(readings: dict[str, Reading], least: float = 0.5) -> dict[str, str]:
    return {need: r.value for need, r in readings.items() if r.confidence >= least}


@pytest.mark.parametrize(
    ("text", "need", "value"),
    [
        ("prizes for the winners of the chess tournament", "occasion", "award"),
        ("we're marrying in May and these are for the guests", "occasion", "wedding"),
        ("for the pupils in my school", "occasion", "school"),
        ("a flat drawing", "dimensionality", "2d"),
        ("the beak sticks out like a sculpture", "dimensionality", "3d"),
        ("they have to last for decades", "durability", "high"),
        ("it's only for one evening", "durability", "low"),
        ("the cheapest you have", "budget", "tight"),
        ("money is no object", "budget", "premium"),
    ],
)
def test_a_need_is_read_in_new_words(
    reader: NeedReader, nlp: Language, text: str, need: str, value: str
) -> None:
    assert values(read(reader, nlp, text)).get(need) == value


@pytest.mark.parametrize("text", ["hello and good morning", "my colleague spoke to you", "it shows a fox"])
def test_what_states_nothing_is_read_as_nothing(reader: NeedReader, nlp: Language, text: str) -> None:
    assert values(read(reader, nlp, text)) == {}


@pytest.mark.parametrize(
    "text", ["Good afternoon, we are a town council.", "Afternoon. Bit of a strange one."]
)
def test_a_greeting_tells_no_time(reader: NeedReader, nlp: Language, text: str) -> None:
    assert "durability" not in values(read(reader, nlp, text), least=0.3)


def test_several_needs_are_read_from_one_message(reader: NeedReader, nlp: Language) -> None:
    text = "They go to the winners of the race, the design is flat, and they must last for decades."
    found = values(read(reader, nlp, text))
    assert found["occasion"] == "award"
    assert found["dimensionality"] == "2d"
    assert found["durability"] == "high"


def test_a_typo_does_not_matter(reader: NeedReader, nlp: Language) -> None:
    assert values(read(reader, nlp, "wedding favuors for our gests"))["occasion"] == "wedding"


def test_what_rather_leaves_open_what_was_asked_is_no_answer(
    reader: NeedReader, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    odds = {"durability": {NOTHING: 0.6, "low": 0.35, "high": 0.05}}
    monkeypatch.setattr(reader, "odds", lambda encoding, asked: odds)
    clauses = nlp("pick one that you think is fine")._.clauses
    answered, left = (
        reader.read(clauses, "durability", leaves_open=lambda piece, times=times: times)
        for times in (0.0, 1e6)
    )

    assert answered["durability"].value == "low"
    assert "durability" not in left


@pytest.mark.parametrize(("text", "left"), [("tough, I guess", False), ("I wonder how tough", True)])
def test_a_word_that_speaks_of_what_was_asked_leaves_nothing_open_unless_it_is_wondered_about(
    reader: NeedReader, nlp: Language, monkeypatch: pytest.MonkeyPatch, text: str, left: bool
) -> None:
    odds = {"durability": {NOTHING: 0.9, "low": 0.05, "high": 0.05}}
    monkeypatch.setattr(reader, "odds", lambda encoding, asked: odds)
    sure, unsure = (
        reader.read(nlp(text)._.clauses, "durability", leaves_open=lambda piece, times=times: times)
        for times in (0.0, 1e6)
    )

    assert sure["durability"].value == "high"
    assert ("durability" not in unsure or unsure["durability"].confidence < 0.9) is left


def test_a_word_for_an_occasion_adds_nothing_where_another_is_read(
    reader: NeedReader, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    odds = {"occasion": {NOTHING: 0.05, "award": 0.65, "school": 0.3}}
    monkeypatch.setattr(reader, "odds", lambda encoding, asked: odds)
    clauses = nlp("pins for the fastest of our school")._.clauses

    assert reader.read(clauses)["occasion"].value == "award"
    assert reader.read(clauses, "occasion")["occasion"].value == "school"


def test_an_opening_is_for_what_all_its_clauses_bear_out(
    reader: NeedReader, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in_turn = iter(
        [
            {"occasion": {NOTHING: 0.3, "award": 0.7, "school": 0.0}},
            {"occasion": {NOTHING: 0.4, "award": 0.0, "school": 0.6}},
            {"occasion": {NOTHING: 0.4, "award": 0.0, "school": 0.6}},
        ]
    )
    monkeypatch.setattr(reader, "odds", lambda encoding, asked: next(read_in_turn))

    found = reader.read(nlp("a thing to be worn, blue and small")._.clauses)["occasion"]

    assert found.value == "school"


# -- what was asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("flat", "dimensionality", "2d"),
        ("one evening", "durability", "low"),
        ("a wedding", "occasion", "wedding"),
    ],
)
def test_a_bare_word_answers_the_question_that_was_asked(
    reader: NeedReader, nlp: Language, text: str, asked: str, value: str
) -> None:
    assert read(reader, nlp, text, asked)[asked].value == value


def test_an_item_of_a_list_is_taken_for_what_it_tells(reader: NeedReader, nlp: Language) -> None:
    alone = read(reader, nlp, "we know some winners").get("occasion")
    listed = read(reader, nlp, "winners, flat, 300, decades")
    assert listed["occasion"].value == "award"
    assert alone is None or alone.confidence < listed["occasion"].confidence


@pytest.mark.parametrize("text", ["200 pins for the pupils", "badges for pupils"])
def test_what_pins_are_for_is_hardly_nothing(reader: NeedReader, nlp: Language, text: str) -> None:
    plain = read(reader, nlp, "something with pupils").get("occasion")
    told = read(reader, nlp, text)["occasion"]
    assert told.value == "school"
    assert plain is None or plain.confidence < told.confidence


@pytest.mark.parametrize("need", ["occasion", "dimensionality", "durability", "budget"])
def test_asking_makes_a_reading_surer_and_leaves_the_others_as_they_are(
    reader: NeedReader, nlp: Language, need: str
) -> None:
    text = "something for the pupils, sculpted, cheap, and it may break after a day"
    unasked, asked = read(reader, nlp, text), read(reader, nlp, text, need)
    assert need in asked
    assert asked[need].confidence >= (unasked[need].confidence if need in unasked else 0.0)
    for other in set(unasked) - {need}:
        assert asked[other] == unasked[other]


def test_what_was_said_before_bears_on_the_occasion_that_was_asked_for(reader: NeedReader) -> None:
    odds = {"wedding": 0.3, "award": 0.5, NOTHING: 0.2}
    before = ("we're marrying in May and these are for the guests",)

    after = reader._after(before, odds)
    assert after["wedding"] > after["award"]
    assert after[NOTHING] == odds[NOTHING]
    assert sum(after.values()) == pytest.approx(1.0)
    assert reader._after(("good morning",), odds)["award"] == pytest.approx(0.5, abs=0.1)


def test_insisting_reads_a_value_from_words_that_hardly_tell_one(reader: NeedReader, nlp: Language) -> None:
    for text in ("in the rain", "they get knocked about"):
        assert read(reader, nlp, text, "durability", insist=True)["durability"].value in (
            "low",
            "medium",
            "high",
        )


# -- cues, negation, corrections --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "need", "value"),
    [
        ("we want it 3D", "dimensionality", "3d"),
        ("make it 2D please", "dimensionality", "2d"),
        ("we are on a shoestring here", "budget", "tight"),
        ("keep it for a lifetime", "durability", "high"),
    ],
)
def test_a_sure_cue_decides(reader: NeedReader, nlp: Language, text: str, need: str, value: str) -> None:
    assert values(read(reader, nlp, text))[need] == value


def test_a_cue_that_is_denied_speaks_for_the_opposite_shape(reader: NeedReader, nlp: Language) -> None:
    assert read(reader, nlp, "we do not want it sculpted", "dimensionality")["dimensionality"].value == "2d"


@pytest.mark.parametrize("text", ["not for a wedding", "no, this isn't for a lifetime"])
def test_a_denied_need_is_hardly_believed(reader: NeedReader, nlp: Language, text: str) -> None:
    stated = text.replace("not ", "").replace("no, this isn't", "this is")
    need = "occasion" if "wedding" in text else "durability"
    denied, believed = read(reader, nlp, text).get(need), read(reader, nlp, stated)[need]
    assert denied is None or denied.value != believed.value or denied.confidence <= believed.confidence


def test_after_a_correction_the_later_word_holds(reader: NeedReader, nlp: Language) -> None:
    text = "The design is flat. Sorry, I meant sculpted in high relief."
    assert read(reader, nlp, text)["dimensionality"].value == "3d"


# -- amounts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3 dollars each", "200 pieces", "about 1.50 euros"])
def test_a_bare_amount_states_no_need(reader: NeedReader, nlp: Language, text: str) -> None:
    assert read(reader, nlp, text, "occasion") == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 hours", "low"), ("two weeks or so", "low"), ("20 years", "high"), ("thirty years at least", "high")],
)
def test_a_time_of_use_is_a_durability(reader: NeedReader, nlp: Language, text: str, value: str) -> None:
    assert read(reader, nlp, text, "durability")["durability"].value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one term", "low"),
        ("a single semester", "low"),
        ("just this year", "low"),
        ("just for this year", "low"),
        ("seven winters", "high"),
        ("a very long time", "high"),
    ],
)
def test_a_term_is_a_season_and_a_long_time_is_long(
    reader: NeedReader, nlp: Language, text: str, value: str
) -> None:
    assert read(reader, nlp, text, "durability")["durability"].value == value


# -- everything else --------------------------------------------------------------------------------


def test_no_clause_no_need(reader: NeedReader) -> None:
    assert reader.read(()) == {}
    assert reader.read((), "budget", insist=True) == {}


def test_a_reading_lies_in_the_text_and_has_a_value_of_the_vocabulary(
    reader: NeedReader, nlp: Language
) -> None:
    for texts in CLAUSES.values():
        text = "Well: " + ", and then ".join(texts)
        for need, reading in read(reader, nlp, text, "budget").items():
            assert reading.need == need
            assert reading.value in VALUES[need]
            assert 0.0 < reading.confidence <= 1.0
            assert 0 <= reading.start < reading.end <= len(text)


def test_reading_is_repeatable(reader: NeedReader, nlp: Language) -> None:
    text = "awards for the winners, flat, and they must last for decades"
    assert read(reader, nlp, text) == read(reader, nlp, text)


def test_a_saved_reader_reads_the_same(
    reader: NeedReader, encoder: Encoder, nlp: Language, tmp_path: Path
) -> None:
    reader.save(tmp_path)
    loaded = NeedReader.load(tmp_path, encoder)
    for text in ("prizes for the winners", "a flat drawing for one evening", "hello", "we are marrying"):
        before, after = read(reader, nlp, text, "occasion"), read(loaded, nlp, text, "occasion")
        assert values(after, 0.0) == values(before, 0.0)
        for need, reading in after.items():
            assert reading.confidence == pytest.approx(before[need].confidence, abs=0.01)


def test_training_is_repeatable(encoder: Encoder, nlp: Language, tmp_path: Path) -> None:
    clauses = [
        LabelledClause(text, {need: value} if value else {})
        for (need, value), texts in list(CLAUSES.items())[-4:]
        for text in texts
    ]
    texts = [c.text for c in clauses]
    with ThreadPoolExecutor(2) as pool:
        first, second = (
            NeedReader.train(clauses, EncodingStore(tmp_path, encoder, "abc").read(texts), encoder, pool)
            for _ in range(2)
        )
    text = "whatever it costs"
    assert read(first, nlp, text) == read(second, nlp, text)
