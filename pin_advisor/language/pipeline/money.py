"""spaCy component ``pin_amounts``: money, pieces and time spans, as ``doc._.amounts``.

The parser itself is :mod:`pin_advisor.language.amounts`; it is kept on the component so that a
reader who knows what the bot has just asked can parse again in that light. A text is parsed when
somebody asks: training doesn't, and half of its time in this pipeline went into that.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Token

from pin_advisor.catalog.models import Currency
from pin_advisor.language.amounts import AmountParser, Amounts, Quantity
from pin_advisor.language.pipeline.digits import counted_text
from pin_advisor.language.quantities import adds_up, of_people

_FOUND: Final = "amounts"


def _amounts(doc: Doc) -> Amounts:
    """What the parser of the document's pipeline finds in it, at first sight."""
    if _FOUND not in doc.user_data:
        parser = doc._.amount_parser
        doc.user_data[_FOUND] = amounts_of(doc, parser) if parser else Amounts()
    return cast(Amounts, doc.user_data[_FOUND])


def amounts_of(doc: Doc, parser: AmountParser, asked: str | None = None) -> Amounts:
    """The amounts in ``doc``; people whose name is misspelt are counted by the word that is meant.

    Only they are: a corrected word may be another one, which would change what is plain as it stands.
    """
    text = counted_text(doc)
    amounts = parser.parse(text, asked)
    words = [(t, t.norm_ if _is_misspelt(t) else t.text) for t in doc]
    if all(token.text == word for token, word in words) or not any(t.like_num for t in doc):
        return amounts
    corrected = "".join(word + token.whitespace_ for token, word in words)
    counted = parser.parse(corrected, asked).quantities
    if len(counted) <= len(amounts.quantities) or not all(of_people(corrected, q) for q in counted):
        return amounts
    places = [len("".join(w + t.whitespace_ for t, w in words[:i])) for i in range(len(words))]
    # The people themselves still tell what the pins are for, so only the numbers are taken.
    numbers = [doc[max(i for i, place in enumerate(places) if place <= q.start)] for q in counted]
    found = [Quantity(q.pieces, t.idx, t.idx + len(t.text)) for q, t in zip(counted, numbers, strict=True)]
    if len(found) > 1 and adds_up(corrected, counted):
        found = [Quantity(sum(q.pieces for q in found), found[0].start, found[0].end)]
    return replace(amounts, quantities=tuple(found))


def _is_misspelt(token: Token) -> bool:
    return bool(token.text.isalpha() and token.norm_.isalpha() and token.norm_ != token.lower_)


def _settle(doc: Doc, amounts: Amounts) -> None:
    """Keep what is found in the light of what was asked."""
    doc.user_data[_FOUND] = amounts


if not Doc.has_extension("amounts"):
    Doc.set_extension("amount_parser", default=None)
    Doc.set_extension("amounts", getter=_amounts, setter=_settle)


@Language.factory("pin_amounts")
def make_amounts(nlp: Language, name: str) -> "AmountFinder":
    """The component; see the module."""
    return AmountFinder()


class AmountFinder:
    """Holds the parser for the shop's currencies."""

    def __init__(self) -> None:
        self._currencies: tuple[Currency, ...] = ()
        self.parser = AmountParser(())

    def set_currencies(self, currencies: Iterable[Currency]) -> None:
        """Read amounts in these currencies."""
        self._currencies = tuple(currencies)
        self.parser = AmountParser(self._currencies)

    def __call__(self, doc: Doc) -> Doc:
        """Let ``doc._.amounts`` be found by this component's parser."""
        doc._.amount_parser = self.parser
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write what this component needs to be itself again."""
        srsly.write_json(Path(path).with_suffix(".json"), [c.dict() for c in self._currencies])

    def from_disk(self, path: str | Path, **_: Any) -> "AmountFinder":
        """Read what :meth:`to_disk` wrote."""
        self.set_currencies(Currency(**c) for c in srsly.read_json(Path(path).with_suffix(".json")))
        return self
