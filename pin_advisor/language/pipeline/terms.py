"""spaCy component ``pin_terms``: pin types and comparing words that the catalog knows.

Matches on ``norm_``, so a misspelt "sfot enamle" is found too. Sets

- ``doc._.pin_types``: (pin type id, span) in reading order, longest match first;
- ``doc._.degrees``: (aspect, "most" or "least", span) for words such as "smoothest" and "cheaper";
- ``doc._.cues``: (need, value, sure, span) for the phrases of ``data/language/cues.yml``;
- ``doc._.trade``: (``trade`` or ``other_senses``, span) for those of ``data/language/trade.yml``.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import srsly
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pin_advisor.catalog.models import Catalog

_SEPARATOR: Final = "|"
#: A material that a pin type is called by, and the words before it where it is only that.
_GLASS: Final = "glass"
_BEFORE_MATERIALS: Final = frozenset(
    "real of actual actually actual powdered coloured colored molten ground fired".split()
)
_PINS: Final = frozenset("pin pins badge badges one ones enamel".split())

for _name in ("pin_types", "degrees", "cues", "trade"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=())

Phrases = dict[str, list[str]]


@Language.factory("pin_terms")
def make_terms(nlp: Language, name: str) -> "Terms":
    """The component; see the module."""
    return Terms(nlp)


class Terms:
    """One phrase matcher per kind of term; the kinds are named in the module docstring."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._phrases: dict[str, Phrases] = {}
        self._matchers: dict[str, PhraseMatcher] = {}

    def set_terms(self, pin_types: Phrases, degrees: Phrases, cues: Phrases, trade: Phrases) -> None:
        """Each maps a label (fields joined by ``|``) to the phrases that mean it."""
        self._phrases = {"pin_types": pin_types, "degrees": degrees, "cues": cues, "trade": trade}
        self._matchers = {}
        for kind, phrases in self._phrases.items():
            matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
            for label, texts in phrases.items():
                matcher.add(label, [self._pattern(t) for t in texts])
            self._matchers[kind] = matcher

    def _pattern(self, text: str) -> Doc:
        doc = self._nlp.make_doc(text.lower())
        for token in doc:
            token.norm_ = token.lower_
        return doc

    def __call__(self, doc: Doc) -> Doc:
        """Set the four attributes."""
        named = (s for s in self._spans("pin_types", doc) if not _is_pronoun(s) and not _is_material(s))
        doc._.pin_types = tuple((s.label_, s) for s in named)
        doc._.degrees = tuple((*s.label_.split(_SEPARATOR), s) for s in self._spans("degrees", doc))
        cues = []
        for s in self._spans("cues", doc, all_labels=True):
            need, value, sure = s.label_.split(_SEPARATOR)
            cues.append((need, value, sure == "sure", s))
        doc._.cues = tuple(cues)
        doc._.trade = tuple((s.label_, s) for s in self._spans("trade", doc))
        return doc

    def _spans(self, kind: str, doc: Doc, all_labels: bool = False) -> list[Span]:
        """What is found of a kind, of what overlaps the longest; ``all_labels``: with each that the same
        words have ("normal" speaks for a budget as much as for how long).
        """
        if kind not in self._matchers:
            return []
        found = [s for s in self._matchers[kind](doc, as_spans=True) if not _begins_before(s)]
        spans: list[Span] = filter_spans(found)
        if all_labels:
            kept = {(s.start, s.end) for s in spans}
            spans = sorted((s for s in found if (s.start, s.end) in kept), key=lambda s: s.start)
        return spans

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write what this component needs to be itself again."""
        srsly.write_json(Path(path).with_suffix(".json"), self._phrases)

    def from_disk(self, path: str | Path, **_: Any) -> "Terms":
        """Read what :meth:`to_disk` wrote."""
        self.set_terms(**srsly.read_json(Path(path).with_suffix(".json")))
        return self


def _is_pronoun(span: Span) -> bool:
    """Whether an abbreviation such as "HE" stands there in small letters, as "he" and "se" do."""
    return len(span.text) <= 2 and not span.text.isupper()


def _begins_before(span: Span) -> bool:
    """Whether its first word belongs to what stands before: "is it true hard enamel must be copper?"."""
    return bool(span.start and span[0].norm_ == "true" and span.doc[span.start - 1].norm_ == "it")


def _is_material(span: Span) -> bool:
    """Whether the short name of a type is that of its material: "is the colour real glass?"."""
    doc = span.doc
    if span.text.lower() != _GLASS or span.start == 0:
        return False
    following = doc[span.end].norm_ if span.end < len(doc) else ""
    return doc[span.start - 1].norm_ in _BEFORE_MATERIALS and following not in _PINS


def pin_type_phrases(catalog: Catalog) -> Phrases:
    """Every name of every pin type, singular and plural, with and without "pin"."""
    phrases: Phrases = {}
    for pin_type in catalog.pin_types:
        names = {pin_type.name, pin_type.plural, *pin_type.aka}
        bare = {n.lower().removesuffix(" pins").removesuffix(" pin") for n in names}
        phrases[pin_type.id] = sorted(bare | {b.replace("-", " ") for b in bare} - {""})
    return phrases


def degree_phrases(catalog: Catalog) -> Phrases:
    """Comparing words of the aspects' scales, by aspect and direction."""
    phrases: Phrases = {}
    for aspect, scale in catalog.scales.items():
        phrases[f"{aspect}{_SEPARATOR}most"] = [scale.more.lower(), scale.most.lower()]
        phrases[f"{aspect}{_SEPARATOR}least"] = [scale.less.lower(), scale.least.lower()]
    return phrases


def cue_phrases(cues: Mapping[str, Mapping[str, Mapping[str, Iterable[str]]]]) -> Phrases:
    """``data/language/cues.yml`` as labels and phrases."""
    return {
        _SEPARATOR.join((need, value, strength)): list(texts)
        for need, values in cues.items()
        for value, strengths in values.items()
        for strength, texts in strengths.items()
        if texts
    }
