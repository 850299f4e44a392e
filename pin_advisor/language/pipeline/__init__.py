"""The spaCy pipeline that reads a visitor's message, before anything is classified.

``pin_spelling`` -> ``pin_clauses`` -> ``pin_terms`` -> ``pin_polarity`` -> ``pin_amounts``; each is a
module here and documents what it sets on the ``Doc``. The factories are registered with spaCy through
the project's ``spacy_factories`` entry points, so ``spacy.load("models/language")`` and Rasa's
``SpacyNLP`` find them without importing this package first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import spacy
import yaml
from spacy.language import Language

from pin_advisor.catalog.models import Catalog
from pin_advisor.language.pipeline.spelling import english_words
from pin_advisor.language.pipeline.terms import cue_phrases, degree_phrases, pin_type_phrases

COMPONENTS: Final = ("pin_spelling", "pin_clauses", "pin_terms", "pin_polarity", "pin_amounts")

_WORD: Final = re.compile(r"[^\W\d_]+")


def build(
    catalog: Catalog,
    texts: Iterable[str],
    language_data: Path,
) -> Language:
    """The pipeline for ``catalog``.

    ``texts`` are the training utterances, from which the words of the trade are learnt for spelling;
    ``language_data`` is the folder with ``shorthand.yml``, ``cues.yml`` and ``trade.yml``.
    """
    nlp = spacy.blank("en")
    nlp.meta["name"] = "pin_advisor"
    for name in COMPONENTS:
        nlp.add_pipe(name)
    cues = _yaml(language_data / "cues.yml")
    nlp.get_pipe("pin_spelling").set_words(
        domain_words(catalog, texts, cues), _yaml(language_data / "shorthand.yml")
    )
    nlp.get_pipe("pin_terms").set_terms(
        pin_type_phrases(catalog),
        degree_phrases(catalog),
        cue_phrases(cues),
        _yaml(language_data / "trade.yml"),
    )
    nlp.get_pipe("pin_amounts").set_currencies(catalog.prices.currencies)
    return nlp


def domain_words(catalog: Catalog, texts: Iterable[str], cues: Mapping[str, object]) -> dict[str, int]:
    """Words of the trade and how often they occur: the catalog's, and English ones used four times or more.

    A word of the training utterances that no dictionary knows may be a typo, however often it is
    made, and must not become "correct" by being written down.
    """
    english = english_words()
    counts = Counter(word for text in texts for word in set(_WORD.findall(text.lower())))
    words = Counter({word: n for word, n in counts.items() if n >= 4 and word in english})
    for topic in catalog.topics:
        words.update(_WORD.findall(f"{topic.question} {topic.answer}".lower()))
    for pin_type in catalog.pin_types:
        names = " ".join((pin_type.name, pin_type.plural, *pin_type.aka)).lower()
        words.update(_WORD.findall(names))
    words.update(_WORD.findall(str(cues).lower()))
    return dict(words)


def _yaml(path: Path) -> dict[str, Any]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return data or {}
