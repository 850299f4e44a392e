"""Replies to render: random ones, and a few that the bot gives."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from pin_advisor.channels.rendering.blocks import PinTypeWords, Words
from pin_advisor.replies import Block, Card, Choice, Fact, Message, Picture, Section, Sources, Table

WORDS: Final = Words(
    reasons="Why it suits you",
    alternatives="Also worth a look",
    source="Source",
    sources="Sources",
    choose="What next?",
    numbered="Reply with a number, or in your own words.",
    pin_types={
        "hard_enamel": PinTypeWords("Hard enamel", "Smooth, shiny, polished flat."),
        "soft_enamel": PinTypeWords(
            "Soft enamel", "Raised metal lines.", Picture("https://pins.example/soft.png", "Soft enamel pins")
        ),
    },
    needs={"occasion": "Occasion", "quantity": "Pieces"},
    values={("occasion", "employee_recognition"): "Staff recognition"},
)

_SNIPPETS: Final = [
    "pins", "a", "of", "enamel.", "Really?", "Yes!", "colour,", "\n", "\n\n", "1.50", "3D", "<b>bold</b>",
    "*bold*", "_under_", "`code`", "[link](https://pins.example)", "https://pins.example/a_b?c=d&e", "&amp;",
    "&", "@channel", "<!here>", "<@U1>", "#tag", "/start", "\\", "~", "|", ">", "- item", "{slot}",
    "\U0001f396\ufe0f", "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1e8\U0001f1f3\U0001f1e9\U0001f1ea",
    "é", "e\u0301", "مرحبا", "שלום", "你好，世界。", "ไทย", "\u202e", "\u200d", "ﬀ", "\U0001d518\U0001d52b",
    "x" * 90, "字" * 80, "🎈" * 40,
]  # fmt: skip

#: Characters that stand for themselves everywhere; no halves of surrogate pairs, no control characters.
_CHARACTERS: Final = st.characters(exclude_categories=("Cs", "Cc"))


def texts(longest: int = 6000) -> st.SearchStrategy[str]:
    """Something to read, from a letter to several times what a platform takes."""
    pieces = st.one_of(st.sampled_from(_SNIPPETS), st.text(_CHARACTERS, min_size=1, max_size=12))
    short = st.lists(pieces, min_size=1, max_size=12).map(" ".join)
    long = st.builds(lambda text, times: (f"{text} " * times)[:longest], short, st.integers(1, 200))
    return st.one_of(short, long).map(lambda text: text[:longest]).filter(lambda text: bool(text.strip()))


def labels() -> st.SearchStrategy[str]:
    """The title of a choice."""
    return texts(longest=120)


def choices() -> st.SearchStrategy[tuple[Choice, ...]]:
    few = st.lists(st.builds(Choice, labels(), texts(longest=300)), max_size=8)
    many = st.integers(9, 130).map(lambda count: [Choice(f"Choice {n}", f"I say {n}") for n in range(count)])
    return st.one_of(few, few, few, many).map(tuple)


def cards() -> st.SearchStrategy[Card]:
    lines = st.lists(texts(longest=900), min_size=1, max_size=6).map(tuple)
    picture = st.none() | st.builds(Picture, st.just("https://pins.example/pin.png"), texts(longest=300))
    return st.builds(
        Card,
        texts(longest=200),
        texts(longest=400),
        st.lists(st.builds(Section, texts(longest=60), lines), max_size=4).map(tuple),
        st.lists(st.builds(Fact, texts(longest=40), texts(longest=80)), max_size=14).map(tuple),
        picture,
    )


def tables() -> st.SearchStrategy[Table]:
    def of(width: int) -> st.SearchStrategy[Table]:
        row = st.lists(texts(longest=250), min_size=width, max_size=width).map(tuple)
        rows = st.lists(row, min_size=1, max_size=30).map(tuple)
        return st.builds(Table, texts(longest=100), row.map(lambda cells: ("", *cells[1:])), rows)

    return st.integers(2, 4).flatmap(of)


def pictures() -> st.SearchStrategy[Picture]:
    return st.builds(Picture, st.just("https://pins.example/pin.png"), texts(longest=3000))


def sources() -> st.SearchStrategy[Sources]:
    return st.builds(Sources, labels(), st.lists(labels(), min_size=1, max_size=12).map(tuple))


def replies() -> st.SearchStrategy[list[Block]]:
    """Blocks as a reply may have them, and more of them than the bot ever gives."""
    message = st.builds(Message, texts(), choices())
    more = st.lists(st.one_of(message, message, cards(), tables(), pictures(), sources()), max_size=5)
    return st.builds(lambda first, rest: [first, *rest], message, more)
