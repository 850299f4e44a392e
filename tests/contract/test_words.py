"""Words: visitors never read an internal name, and the words of the design have one meaning everywhere."""

from __future__ import annotations

import re
from typing import Any

#: Names as code has them: "soft_enamel", "utter_greet", "budget_amount".
INTERNAL = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def test_no_product_text_holds_an_internal_name(product_texts: dict[str, str]) -> None:
    found = {where: INTERNAL.findall(text) for where, text in product_texts.items()}
    assert {where: names for where, names in found.items() if names} == {}


def test_no_sentence_in_the_code_holds_an_internal_name(modules: tuple[Any, ...]) -> None:
    """Sentences that are put together in code: three words or more, first in capitals."""
    speaking = ("pin_advisor/advice/", "pin_advisor/answers/", "actions/")
    sentences = [
        text
        for m in modules
        if m.name.startswith(speaking)
        for text in (*m.strings(), *m.formatted())
        if re.match(r"[A-Z][\w']* \S+ \S+", text)
    ]
    assert sentences
    assert [s for s in sentences if INTERNAL.search(s)] == []


def test_no_product_text_speaks_of_die_lines(product_texts: dict[str, str]) -> None:
    """Metal lines: the raised ones that hold the fill."""
    assert [
        where for where, text in product_texts.items() if re.search(r"\bdie[ -]?lines?\b", text, re.I)
    ] == []


def test_no_product_text_is_left_unfinished(product_texts: dict[str, str]) -> None:
    unfinished = re.compile(r"TODO|TBD|FIXME|XXX|lorem ipsum|[{}]|<[a-z]+>")
    assert {where: text for where, text in product_texts.items() if unfinished.search(text)} == {}
