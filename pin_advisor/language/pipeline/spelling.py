"""spaCy component ``pin_spelling``: every token's ``norm_`` becomes what the visitor meant to type.

The text itself stays as it came, so spans and quotations keep their offsets; matchers and the
sentence encoder read :func:`meant` instead. Only alphabetic words of four letters or more that no
dictionary knows are corrected (one edit below six letters, else two): names and codes are mostly
left alone, and a wrong correction costs less than an unread typo (``nlu.md`` §4: one-typo accuracy
69 -> 84 %).
"""
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Iterable

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span
from symspellpy import SymSpell, Verbosity

#: How many of the most frequent English words a correction may lead to. All 82,765 of the stock
#: dictionary count as correctly spelt, but indexing them for search costs 150 MB and 3 s.
FREQUENT_WORDS: Final = 25_000
_DOMAIN_FREQUENCY: Final = 10**11
_SHORTEST: Final = 4


@Language.factory("pin_spelling")
def make_spelling(nlp: Language, name: str) -> "Spelling":
    return Spelling()


class Spelling:
    """Corrects towards English and the words of the trade. See the module."""

    def __init__(self) -> None:
        self.domain_words: list[str] = []
        self.shorthand: dict[str, str] = {}
        self._known: frozenset[str] = frozenset()
        self._index: SymSpell | None = None
        self._memory: dict[str, str] = {}

    def set_words(self, domain_words: Iterable[str], shorthand: dict[str, str]) -> None:
        """Teach the words of the trade, which win over English ones, and the shorthand."""
        self.domain_words = sorted({w for w in domain_words if len(w) >= _SHORTEST and w.isalpha()})
        self.shorthand = dict(shorthand)
        self._index = None
        self._memory = {}

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            lower = token.lower_
            meant = self.shorthand.get(lower)
            if meant is None and len(lower) >= _SHORTEST and lower.isalpha() and lower.isascii():
                meant = self.correct(lower)
            token.norm_ = meant or lower
        return doc

    def correct(self, word: str) -> str:
        """The likeliest intended word for a lower-case ``word``; the word itself if it is known."""
        if self._index is None:
            self._build()
        if word in self._known:
            return word
        if word not in self._memory:
            if len(self._memory) > 20_000:  # a stranger chooses the keys
                self._memory.clear()
            assert self._index is not None
            found = self._index.lookup(
                word, Verbosity.TOP, max_edit_distance=1 if len(word) < 6 else 2, ignore_token=None
            )
            self._memory[word] = found[0].term if found else word
        return self._memory[word]

    def _build(self) -> None:
        lines = (
            files("symspellpy")
            .joinpath("frequency_dictionary_en_82_765.txt")
            .read_text(encoding="utf-8-sig")
            .splitlines()
        )
        entries = [line.split() for line in lines]
        index = SymSpell(max_dictionary_edit_distance=2, prefix_length=6)
        for word, count in entries[:FREQUENT_WORDS]:
            if len(word) >= _SHORTEST - 1:
                index.create_dictionary_entry(word, int(count))
        for word in self.domain_words:
            index.create_dictionary_entry(word, _DOMAIN_FREQUENCY)
        self._known = frozenset(w for w, _ in entries) | frozenset(self.domain_words)
        self._index = index

    def to_disk(self, path: str | Path, **_: Any) -> None:
        srsly.write_json(
            Path(path).with_suffix(".json"), {"words": self.domain_words, "shorthand": self.shorthand}
        )

    def from_disk(self, path: str | Path, **_: Any) -> "Spelling":
        data = srsly.read_json(Path(path).with_suffix(".json"))
        self.set_words(data["words"], data["shorthand"])
        return self


def english_words() -> frozenset[str]:
    """Every word of the stock English dictionary."""
    lines = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in lines.splitlines())


def meant(span: Doc | Span) -> str:
    """The text of ``span`` in corrected lower case, punctuation and spacing kept."""
    return "".join(token.norm_ + token.whitespace_ for token in span).strip()
