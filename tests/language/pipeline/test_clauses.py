"""Where a message is cut into what is asked and what is said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

SENTENCES = [
    ("Soft or hard? And how long does it take?", ["Soft or hard?", "And how long does it take?"]),
    ("We need pins. They are for a club", ["We need pins.", "They are for a club"]),
    ("how thin can it be and what does it cost", ["how thin can it be", "what does it cost"]),
    ("what is soft enamel what is hard enamel", ["what is soft enamel", "what is hard enamel"]),
    ("is it durable & how much is it", ["is it durable", "how much is it"]),
    ("do you know what is best for a club", ["do you know what is best for a club"]),
    ("flat, for our choir, is the mould included?", ["flat, for our choir,", "is the mould included?"]),
    ("badges for 400 kids, which enamel is usual", ["badges for 400 kids,", "which enamel is usual"]),
    ("our crest, which is gold, should last", ["our crest, which is gold, should last"]),
    ("we like it flat, what they need is cheap", ["we like it flat, what they need is cheap"]),
    ("3D for our mascot, is that possible in hard?", ["3D for our mascot,", "is that possible in hard?"]),
    ("what is soft enamel, does it chip?", ["what is soft enamel,", "does it chip?"]),
    ("hard enamel is better, is it not?", ["hard enamel is better, is it not?"]),
    ("in modern hard enamel, is the colour glass?", ["in modern hard enamel, is the colour glass?"]),
    ("a gift for 30 and I wonder if you do boxes", ["a gift for 30", "I wonder if you do boxes"]),
    ("tell me what it is", ["tell me what it is"]),
    ("first line\nsecond line", ["first line", "second line"]),
    ("hello... we are a club... need pins", ["hello...", "we are a club...", "need pins"]),
    ("It's 1.50 each. I need 10. ok", ["It's 1.50 each.", "I need 10.", "ok"]),
    ("The U.S. army, approx. 300 pins", ["The U.S. army, approx. 300 pins"]),
    ("no.5 is fine", ["no.5 is fine"]),
    ("1) how thin can it be 2) how big is it", ["how thin can it be", "how big is it"]),
    ("a) a fish b) a bird", ["a fish", "a bird"]),
    ("1. flat\n2. cheap", ["flat", "cheap"]),
    ("- flat\n- 200 pcs\n* cheap\n• soon", ["flat", "200 pcs", "cheap", "soon"]),
    ("long-lasting and/or cheap", ["long-lasting and/or cheap"]),
    ("2-3 euros - no more", ["2-3 euros - no more"]),
    ("we want (1) gold", ["we want (1) gold"]),
    ("compare the two and tell me how to clean them", ["compare the two", "tell me how to clean them"]),
    ("tell me about epoxy and whether it yellows", ["tell me about epoxy", "whether it yellows"]),
    ("flat, for the choir, and do you ship abroad", ["flat, for the choir,", "do you ship abroad"]),
    ("what sizes are there, how thick are they", ["what sizes are there,", "how thick are they"]),
    ("do you do glitter, also gradients", ["do you do glitter,", "also gradients"]),
    ("iron never rusts, do they", ["iron never rusts, do they"]),
    ("since it is cheap, can we have more of them", ["since it is cheap, can we have more of them"]),
    ("I forgot the code, can you reset it", ["I forgot the code, can you reset it"]),
    ("when you ship, how long does it take", ["when you ship, how long does it take"]),
    ("can you explain and compare the two", ["can you explain and compare the two"]),
    ("who found it, and when?", ["who found it, and when?"]),
    ("the thinnest rim and can soft be finer", ["the thinnest rim", "can soft be finer"]),
    ("we sell and do enamel work", ["we sell and do enamel work"]),
    ("it has nine shades, is this a lot for you", ["it has nine shades,", "is this a lot for you"]),
    ("with soft being cheap, is it any good for us", ["with soft being cheap, is it any good for us"]),
    ("what???", ["what?"]),
    ("and", ["and"]),
    ("?!", []),
    ("", []),
]  # fmt: skip
CLAUSES = [
    ("We need 300 pins, flat, under 2 euros", ["We need 300 pins", "flat", "under 2 euros"]),
    ("not for the shop but for the finishers", ["not for the shop", "but for the finishers"]),
    ("it is for Ann because we love her", ["it is for Ann", "because we love her"]),
    ("budget 1,50 euro, colours 3", ["budget 1,50 euro", "colours 3"]),
    ("we want (if possible) gold", ["we want", "if possible", "gold"]),
    ("flat; quantity: 300", ["flat", "quantity: 300"]),
    ("long-lasting and/or cheap - for school", ["long-lasting and/or cheap", "for school"]),
    ("it doesn't need to withstand a thing", ["it doesn't need to withstand a thing"]),
    ("we give one of them to every helper here", ["we give one of them", "to every helper here"]),
    ("salt and pepper", ["salt and pepper"]),
    ("we would like a flat gold-and-blue pin", ["we would like a flat gold-and-blue pin"]),
    ("we would like a flat gold and blue pin for it", ["we would like a flat gold and blue pin for it"]),
    ("Flat. 3D?", ["Flat", "3D"]),
    ("12:30 is fine", ["12:30 is fine"]),
    (", ,", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences(small: Language, text: str, sentences: list[str]) -> None:
    assert [s.text for s in small(text)._.sentences] == sentences


@pytest.mark.parametrize(("text", "clauses"), CLAUSES)
def test_clauses(small: Language, text: str, clauses: list[str]) -> None:
    assert [c.text for c in small(text)._.clauses] == clauses


def words(doc: Doc) -> list[int]:
    return [t.i for t in doc if not t.is_punct and not t.is_space]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "what", "is", "and", "but", "pins", "flat", "which", "1", ")", "2.50", "-", "\n", "? ", ". ",
                ", ", "*", "a", "(", "approx", "but", "since", "•", "...", "!", "for", "300",
            ]
        ),
        max_size=30,
    ).map(" ".join)
    | st.text(max_size=120)
)  # fmt: skip
def test_pieces_are_in_order_and_lose_nothing_but_joints(small: Language, text: str) -> None:
    doc = small(text)

    for pieces in (doc._.sentences, doc._.clauses):
        assert all(a.end <= b.start for a, b in pairwise(pieces))
        assert all(set(words(doc)) & set(range(p.start, p.end)) for p in pieces)
    inside = {i for s in doc._.sentences for i in range(s.start, s.end)}
    assert all(any(s.start <= c.start and c.end <= s.end for s in doc._.sentences) for c in doc._.clauses)
    # Left out are only words that join, and the numbers or letters of a list.
    lost = [doc[i] for i in words(doc) if i not in inside]
    assert all(t.norm_ in {"and", "but", "also", "plus", "then", "&"} or len(t.text) == 1 for t in lost)
