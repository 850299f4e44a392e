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
    "not no n't never without don't doesn't isn't aren't won't can't didn't wasn't neither nor scrap drop "
    "skip forget cancel cancelled lose ditch minus cannot hardly".split()
)
_PAIRS: Final = {("instead", "of"), ("rather", "than"), ("no", "longer"), ("never", "mind"), ("rid", "of")}
_SCOPE_END: Final = frozenset({"but", "just", "only", "rather", "instead", "actually", "now", "make", "it's"})
_STOPS: Final = frozenset({",", ".", ";", ":", "!", "?", "-", "(", ")"})
_CORRECTORS: Final = frozenset(
    "actually sorry meant scrap instead rather correction wait oops scratch nevermind changed hang "
    "checked".split()
)
#: "no problem", "no matter what", "not only", "can't wait", "no idea" deny nothing that follows.
_HARMLESS: Final = frozenset("problem matter only doubt idea wait rush later worries more less need".split())
_LONGEST_SCOPE: Final = 6

if not Doc.has_extension("denied"):
    Doc.set_extension("denied", default=frozenset())
    Doc.set_extension("corrections", default=())


@Language.component("pin_polarity")
def polarity(doc: Doc) -> Doc:
    """The component; see the module."""
    denied: set[int] = set()
    corrections: list[int] = []
    for i, token in enumerate(doc):
        word = token.norm_
        following = doc[i + 1].norm_ if i + 1 < len(doc) else ""
        if word in _CORRECTORS:
            corrections.append(i)
        opens = word in _NEGATORS or (word, following) in _PAIRS
        if not opens or following in _HARMLESS:
            continue
        if word == "no" and following in _STOPS:
            corrections.append(i)
            continue
        start = i + (2 if (word, following) in _PAIRS else 1)
        for j in range(start, min(len(doc), start + _LONGEST_SCOPE)):
            if doc[j].text in _STOPS or doc[j].norm_ in _SCOPE_END:
                break
            denied.add(j)
    doc._.denied = frozenset(denied)
    doc._.corrections = tuple(corrections)
    return doc
