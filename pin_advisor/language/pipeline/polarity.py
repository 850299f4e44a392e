"""spaCy component ``pin_polarity``: what is said only to be denied or taken back.

Sets ``doc._.denied``, the indices of tokens in the scope of a negation ("not flat", "scrap the 3D")
and ``doc._.corrections``, the indices of words that announce a correction ("no, sorry, I meant ...").
A scope ends with its clause or at "but"/"rather", so that in "not for the shop but for the
finishers" only the shop is denied.
"""

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

_NEGATORS: Final = frozenset(
    "not no n't never without don't doesn't isn't aren't won't can't didn't wasn't neither nor nothing"
    " minus cannot hardly non zero".split()
)
#: These take something back only as commands: "scrap the 3D", not "the summer drop".
_DROPPING: Final = frozenset("scrap drop skip forget cancel cancelled lose ditch".split())
_WHAT_IS_DROPPED: Final = frozenset("the that this those these my our any all about 2d 3d".split())
_PAIRS: Final = {
    ("instead", "of"), ("rather", "than"), ("no", "longer"), ("never", "mind"), ("rid", "of"),
    ("anything", "but"),
}  # fmt: skip
_SCOPE_END: Final = frozenset(
    "but just only rather instead actually now make it's i we you they he she if because so".split()
)
_STOPS: Final = frozenset({",", ".", ";", ":", "!", "?", "-", "(", ")", "..."})
#: One word, or two in a row, that announce a correction.
_CORRECTORS: Final = frozenset(
    "actually sorry meant instead rather correction wait oops nevermind changed".split()
)
_CORRECTING_PAIRS: Final = {
    ("scrap", "that"), ("scratch", "that"), ("i", "mean"),
    ("second", "thought"), ("second", "thoughts"), ("scrap", "the"), ("or", "rather"), ("forgive", "me"),
    ("a", "lie"), ("i", "lied"), ("strike", "that"), ("on", "reflection"), ("my", "mistake"), ("my", "bad"),
    ("silly", "me"), ("that", "back"),
}  # fmt: skip
#: "no problem", "no matter what", "not only", "can't wait", "not sure if" deny nothing that follows.
_HARMLESS: Final = frozenset(
    "problem problems matter only just doubt idea clue wait rush hurry later worries worry more less mind"
    " object wrong bad sure issue limit care know remember decide decided preference thanks thank mention"
    " forget".split()
)
_NO: Final = frozenset({"no", "nope", "nah", "wrong"})
#: Words with which a statement begins, even right after "no".
_POINTING: Final = frozenset("it its it's that that's this they they're we we're i i'm you".split())
#: What may stand before those: "it isn't a problem if it's flat".
_FILLERS: Final = frozenset("a an any the so really even too quite that big".split())
_LONGEST_SCOPE: Final = 6

if not Doc.has_extension("denied"):
    Doc.set_extension("denied", default=frozenset())
    Doc.set_extension("corrections", default=())


@Language.component("pin_polarity")
def polarity(doc: Doc) -> Doc:
    """The component; see the module."""
    denied: set[int] = set()
    corrections: list[int] = []
    words = [*(token.norm_ for token in doc), "", "", ""]
    for i in range(len(doc)):
        pair = (words[i], words[i + 1])
        if _corrects(words, i):
            corrections.append(i)
        negates = (
            words[i] in _NEGATORS
            and not _is_harmless(words, i)
            and not _contradicts(words, i)
            and not _suggests(doc, i)
        )
        drops = words[i] in _DROPPING and words[i + 1] in _WHAT_IS_DROPPED
        if not (pair in _PAIRS or negates or drops):
            continue
        start = i + (2 if pair in _PAIRS else 1)
        for j in range(start, min(_scope_end(doc, i), start + _LONGEST_SCOPE)):
            ends = words[j] in _SCOPE_END and not (j == start and words[j] in _FILLERS)  # "not so flat"
            if ends or doc[j].text in _STOPS:
                break
            denied.add(j)
    doc._.denied = frozenset(denied)
    doc._.corrections = tuple(corrections)
    return doc


def _scope_end(doc: Doc, negator: int) -> int:
    """Where the words end that a negation may deny.

    A phrase that begins with it and is a budget of its own goes no further: "no budget limit, decades".
    """
    phrases = (span for need, _, _, span in doc._.cues if need == "budget" and span.start == negator)
    return next((int(span.end) for span in phrases), len(doc))


def _corrects(words: list[str], i: int) -> bool:
    pair = (words[i], words[i + 1])
    if pair in _CORRECTING_PAIRS or (words[i] in _NO and words[i + 1] in _STOPS) or _contradicts(words, i):
        return True
    if pair in (("no", "wait"), ("no", "sorry")):
        return True
    if words[i] in ("hang", "hold") and words[i + 1] == "on":  # and not "on the wall"
        return words[i + 2] not in _FILLERS | _WHAT_IS_DROPPED
    after_negation = i > 0 and words[i - 1] in _NEGATORS  # "can't wait"
    return words[i] in _CORRECTORS and not after_negation and pair not in _PAIRS


def _contradicts(words: list[str], i: int) -> bool:
    """Whether "no" denies what was said before and not what follows: "no it's a giveaway"."""
    return i == 0 and words[i] in _NO and words[i + 1] in _POINTING


def _is_harmless(words: list[str], i: int) -> bool:
    after = i + 2 if words[i + 1] in _FILLERS else i + 1
    return words[after] in _HARMLESS


def _suggests(doc: Doc, i: int) -> bool:
    """A negation that opens a question denies nothing: "isn't flat cheaper?", "don't you do 3D?"."""
    if doc[i].norm_ != "n't" or i == 0:
        return False
    opens = i == 1 or doc[i - 2].text in _STOPS or doc[i - 2].is_space
    sentence = next((s for s in doc._.sentences if s.start <= i < s.end), doc[:])
    return opens and any(t.text == "?" for t in doc[sentence.end - 1 : sentence.end])
