"""All components together read any text without a complaint, and come back from disk the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pin_advisor.language.pipeline import COMPONENTS
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.text import clean

SCRIPTS = st.text(
    alphabet="aZ9 .,?!'-/\n€$😀👩‍🚀🇩🇪שלוםمرحبا你好こんにちはПривет\u202e\u200d\x00\x7f\ud800é́", max_size=200
)


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet=st.characters(), max_size=300) | SCRIPTS)
def test_any_text_is_read(whole: Language, text: str) -> None:
    for each in (clean(text), text.encode("utf-8", "replace").decode("utf-8")):
        doc = whole(each)

        assert doc.text == each
        assert isinstance(meant(doc), str)
        assert all(0 <= i < len(doc) for i in (*doc._.denied, *doc._.corrections))
        for amounts in (doc._.amounts.money, doc._.amounts.quantities, doc._.amounts.durations):
            assert all(0 <= a.start < a.end <= len(each) for a in amounts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "?" * 1000,
        "a" * 1000,
        "1" * 1000,
        "not " * 250,
        "what is it and " * 66,
        "300 pins, 2 euros, " * 52,
        "🙂" * 1000,
        "שלום " * 200,
        "enamle " * 142,
        "((((((" * 166,
        "é́" * 400,
    ],
)
def test_a_thousand_characters_of_anything_are_read(whole: Language, text: str) -> None:
    assert whole(text[:1000]).text == text[:1000]


def test_one_message_with_everything(whole: Language) -> None:
    doc = whole("Hi! 200 sfot enamle pins, not 3D, max 2 euros each, for one season. Is it durable?")

    assert meant(doc).startswith("hi! 200 soft enamel pins, not 3d, maximum 2 euros each")
    assert [s.text for s in doc._.sentences][-1] == "Is it durable?"
    assert [t for t, _ in doc._.pin_types] == ["soft_enamel"]
    assert {doc[i].text for i in doc._.denied} == {"3D"}
    assert [(m.amount, m.currency, m.per) for m in doc._.amounts.money] == [(2, "EUR", "piece")]
    assert [q.pieces for q in doc._.amounts.quantities] == [200]
    assert [d.days for d in doc._.amounts.durations] == [150]


def test_it_comes_back_from_disk(whole: Language, tmp_path: Path) -> None:
    whole.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")

    assert tuple(again.pipe_names) == COMPONENTS
    text = "whats cheaper, sfot enamle or cloissone? 2,50 euro for 300"
    first, second = whole(text), again(text)
    assert meant(second) == meant(first)
    assert second._.amounts == first._.amounts
    assert [(t, s.text) for t, s in second._.pin_types] == [(t, s.text) for t, s in first._.pin_types]


def test_one_word_may_speak_of_two_needs(whole: Language) -> None:
    found = {cue[:2] for cue in whole("something normal")._.cues}

    assert found == {("budget", "moderate"), ("durability", "medium")}


@pytest.mark.parametrize("text", ["penny pinching here", "penny-pinching here", "we're pinching pennies"])
def test_pinched_pennies_speak_for_a_tight_budget(text: str, whole: Language) -> None:
    assert [cue[:3] for cue in whole(text)._.cues] == [("budget", "tight", True)]


@pytest.mark.parametrize(
    ("text", "pin_type"),
    [
        ("is it true hard enamel must be copper", "hard_enamel"),
        ("is true hard enamel made of copper", "cloisonne"),
    ],
)
def test_what_is_true_is_no_part_of_a_name(text: str, pin_type: str, whole: Language) -> None:
    assert [one for one, _ in whole(text)._.pin_types] == [pin_type]
