"""spaCy component ``pin_amounts``: money, pieces and time spans, as ``doc._.amounts``.

The parser itself is :mod:`pin_advisor.language.amounts`; it is kept on the component so that a
reader who knows what the bot has just asked can parse again in that light. A text is parsed when
somebody asks: training doesn't, and half of its time in this pipeline went into that.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, cast

import srsly
from spacy.language import Language
from spacy.tokens import Doc

from pin_advisor.catalog.models import Currency
from pin_advisor.language.amounts import AmountParser, Amounts

_FOUND: Final = "amounts"


def _amounts(doc: Doc) -> Amounts:
    """What the parser of the document's pipeline finds in it, at first sight."""
    if _FOUND not in doc.user_data:
        parser = doc._.amount_parser
        doc.user_data[_FOUND] = parser.parse(doc.text) if parser else Amounts()
    return cast(Amounts, doc.user_data[_FOUND])


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
