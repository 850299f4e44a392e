"""The components on their own and all together, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pin_advisor.catalog import catalog_directory, load
from pin_advisor.language.pipeline import build

LANGUAGE_DATA = Path(__file__).parents[3] / "data" / "language"
TRADE = [
    "enamel", "soft", "hard", "cloisonne", "scratched", "epoxy", "lapel", "plating", "recognition", "relief",
    "detail", "colours", "cheaper",
]  # fmt: skip


@pytest.fixture(scope="session")
def small() -> Language:
    """Spelling, clauses and polarity with a few words of the trade."""
    nlp = spacy.blank("en")
    spelling = nlp.add_pipe("pin_spelling")
    spelling.set_words(dict.fromkeys(TRADE, 1), {"u": "you", "whats": "what's", "2day": "today"})  # type: ignore[attr-defined]
    nlp.add_pipe("pin_clauses")
    nlp.add_pipe("pin_polarity")
    return nlp


@pytest.fixture(scope="session")
def whole() -> Language:
    """The pipeline as it is built for the shop, without training utterances."""
    return build(load(catalog_directory()), (), LANGUAGE_DATA)
