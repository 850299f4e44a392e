"""spaCy component ``pin_spelling``: every token's ``norm_`` becomes what the visitor meant to type.

The text itself stays as it came, so spans and quotations keep their offsets; matchers and the
sentence encoder read :func:`meant` instead. Only alphabetic words of four letters or more that no
dictionary knows are corrected, and only where a slip is likelier than a name or nonsense: the first letter
stays, a short word must become one of the trade, and two edits take a long word and one of the trade. Of
words that were typed wrong by one letter this keeps all but a few; of invented ones it turns one in five
into a word, where one edit below six letters and two from there on turned more than half.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span
from symspellpy import SymSpell, Verbosity

from pin_advisor.language.pipeline.digits import spell_out

#: How many of the most frequent English words a correction may lead to. All 82,765 of the stock
#: dictionary count as correctly spelt, but indexing them for search costs 150 MB and 3 s.
FREQUENT_WORDS: Final = 25_000
#: Letters of a word that the index is made of. Of 7, 6, 5 and 4 all find the same words; 5 builds in
#: half the time and a third of the memory of 6, and still looks a word up in 0.3 ms.
_PREFIX: Final = 5
#: Above the frequency of any English word: of equally close words, one of the trade is meant.
_DOMAIN_FREQUENCY: Final = 10**11
_SHORTEST: Final = 4
#: Letters below which only a word of the trade is meant, and from which two edits may lead to one.
_SHORT: Final = 6
_LONG: Final = 8
#: How often the examples use a word before a short one that was corrected to it counts as a word.
_COMMON: Final = 20
#: Ends of words that spaCy cuts off, as they are written in full.
_CONTRACTED: Final = {"nt": "n't", "s": "'s", "m": "'m", "ve": "'ve", "re": "'re", "ll": "'ll", "d": "'d"}
_STRETCH: Final = re.compile(r"([a-z])\1{2,}|([a-z])\2$")
_DOUBLED: Final = re.compile(r"(.)\1+")
#: Ways to write one sound, as those do who spell by ear: "thik", "wich".
_BY_EAR: Final = ((re.compile(r"ck"), "k"), (re.compile(r"^wh"), "w"), (re.compile(r"ph"), "f"))


if not Doc.has_extension("unknown"):
    Doc.set_extension("unknown", default=0.0)


@Language.factory("pin_spelling")
def make_spelling(nlp: Language, name: str) -> "Spelling":
    """Make the component; spaCy calls this."""
    return Spelling()


class Spelling:
    """Corrects towards English and the words of the trade. See the module."""

    def __init__(self) -> None:
        self.domain_words: dict[str, int] = {}
        self.shorthand: dict[str, str] = {}
        self._known: frozenset[str] = frozenset()
        self._index: SymSpell | None = None
        self._memory: dict[str, str] = {}

    def set_words(self, domain_words: Mapping[str, int], shorthand: dict[str, str]) -> None:
        """Teach the words of the trade, which win over English ones, and the shorthand."""
        self.domain_words = {
            word: count
            for word, count in sorted(domain_words.items())
            if len(word) >= _SHORTEST and word.isalpha()
        }
        self.shorthand = dict(shorthand)
        self._index = None
        self._memory = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set ``norm_`` of every token, and ``doc._.unknown``: the share of words in no dictionary."""
        if self._index is None:
            self._build()
        glued = False  # to the word before: spaCy makes "do" and "nt" of "dont"
        unknown = counted = 0
        for token in doc:
            lower = token.lower_
            meant = shorthand = _CONTRACTED.get(lower) if glued else self.shorthand.get(lower)
            glued = not token.whitespace_ and token.is_alpha
            if meant is None and len(lower) >= _SHORTEST and lower.isalpha() and lower.isascii():
                meant = self.correct(lower)
            token.norm_ = meant or lower
            if token.is_alpha and len(token) >= _SHORTEST - 1 and lower.isascii():
                counted += 1
                unknown += shorthand is None and not self._is_word(lower, token.norm_)
        spell_out(doc)
        doc._.unknown = unknown / counted if counted else 0.0
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
            self._memory[word] = self._unstretched(word) or self._closest(word)
        return self._memory[word]

    def _is_word(self, typed: str, meant: str) -> bool:
        """Whether ``typed`` is a word, or may be taken for a slip in ``meant``."""
        if meant not in self._known:
            return False
        rare = self.domain_words.get(meant, 0) < _COMMON
        return meant == typed or len(typed) >= _SHORT or not rare

    def _unstretched(self, word: str) -> str | None:
        """The word without what was held down too long: "sooo", "yess"."""
        for kept in (r"\1\1\2", r"\1\2"):
            shorter = _STRETCH.sub(kept, word)
            if shorter != word and shorter in self._known:
                return shorter
        return None

    def _closest(self, word: str) -> str:
        assert self._index is not None
        found = self._index.lookup(
            word, Verbosity.CLOSEST, max_edit_distance=1 if len(word) < _SHORT else 2, ignore_token=None
        )
        likely = [f for f in found if self._is_slip(word, f.term, f.distance)]
        sound = _sound(word)
        best = min(
            likely,
            key=lambda f: (_sound(f.term) != sound, f.count < _DOMAIN_FREQUENCY, -f.count, f.term),
            default=None,
        )
        return best.term if best else word

    def _is_slip(self, word: str, term: str, edits: int) -> bool:
        """Whether ``word`` is rather ``term`` typed wrong than a name or nonsense."""
        swapped = word[1::-1] == term[:2]
        if word[0] != term[0] and not swapped:
            return False  # people hardly ever get the first letter wrong
        if _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", term):
            return True  # "tommorow"
        of_the_trade = term in self.domain_words
        if edits > 1:
            return of_the_trade and len(word) >= _LONG
        return of_the_trade or len(word) >= _SHORT

    def _build(self) -> None:
        english = _dictionary()
        index = SymSpell(max_dictionary_edit_distance=2, prefix_length=_PREFIX)
        for word, count in list(english.items())[:FREQUENT_WORDS]:
            if len(word) >= _SHORTEST - 1:
                index.create_dictionary_entry(word, count)
        for word, count in self.domain_words.items():
            index.create_dictionary_entry(word, _DOMAIN_FREQUENCY * count)
        self._known = frozenset(english).union(self.domain_words)
        self._index = index

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Keep what was taught; spaCy calls this."""
        srsly.write_json(
            Path(path).with_suffix(".json"), {"words": self.domain_words, "shorthand": self.shorthand}
        )

    def from_disk(self, path: str | Path, **_: Any) -> "Spelling":
        """Learn what was kept; spaCy calls this."""
        data = srsly.read_json(Path(path).with_suffix(".json"))
        self.set_words(data["words"], data["shorthand"])
        self._build()  # now, not while the first visitor waits
        return self


def _sound(word: str) -> str:
    """The word with what sounds alike written alike: "usualy" and "usually", "thik" and "thick"."""
    for written, heard in _BY_EAR:
        word = written.sub(heard, word)
    return _DOUBLED.sub(r"\1", word)


def _dictionary() -> Mapping[str, int]:
    """The stock English dictionary: word and frequency, the most frequent first."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    pairs = (line.split(" ", 1) for line in text.splitlines())
    return {word: int(count) for word, count in pairs}


def english_words() -> frozenset[str]:
    """Every word of the stock English dictionary."""
    return frozenset(_dictionary())


def meant(span: Doc | Span) -> str:
    """The text of ``span`` in corrected lower case, punctuation and spacing kept."""
    return "".join(token.norm_ + token.whitespace_ for token in span).strip()
