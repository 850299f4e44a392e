"""spaCy component ``pin_clauses``: cuts a message into sentences and clauses.

No parser is loaded (it would cost 12 MB and most of the time budget): visitors' punctuation,
conjunctions and the start of a new question are enough to cut by. A sentence is what one question
or statement fills; a clause is the smallest piece in which one need is said.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from pin_advisor.language import phrase_book

_SENTENCE_END: Final = re.compile(r"^[.!?]+$|^\n+$")
_BULLETS: Final = frozenset({"-", "*", "•", "·", "–"})
_ABBREVIATIONS: Final = frozenset(
    "approx appr incl excl max min qty est no nos nr vs st dr mr mrs ms ca pcs pc ea ref tel dept rs fig"
    " app resp".split()
)
#: Of these, what counts pieces may end a sentence, unless one of those goes on with it.
_PIECES: Final = frozenset({"pcs", "pc", "ea"})
_GO_ON: Final = frozenset("in of with without for per at each and or to from as on max min x".split())
_QUESTION_WORDS: Final = frozenset(
    "what how why which who where when what's how's is are do does did can could would will should".split()
)
_SHORTENED: Final = frozenset("what's how's who's where's 's s".split())
_WH_WORDS: Final = frozenset("what how why which who where when what's how's".split())
#: Words before a wh-word that belong to its question: "and on which lapel does it go".
_PREPOSITIONS: Final = frozenset("on in at to for from by with of".split())
#: After a wh-word these make a question of its own, with no conjunction before it.
_AFTER_WH: Final = frozenset("is are do does did can could would will should much many long".split())
#: Words with which something is asked for that is not put as a question: "tell me how ...", "compare ...".
_REQUESTS: Final = frozenset("tell explain compare describe show".split())
#: After a comma they go on with a further question: "do you match Pantone, also gradients?".
_ADDING: Final = frozenset({"also", "plus"})
_OPENERS: Final = _QUESTION_WORDS | _REQUESTS | _ADDING | frozenset("whether may must shall".split())
#: Of the wh-words those that ask behind a comma, where others may only tell more of what was named.
_ASKING: Final = frozenset("what how why what's how's".split())
_VERBS: Final = frozenset("is are do does did can could would will should has have may must shall".split())
_SUBJECTS: Final = frozenset("i you we they it there he she this these that those".split())
#: With these a subject begins that is a noun, which only a question mark tells from a statement: "for the
#: choir, is the mould included?".
_DETERMINERS: Final = frozenset("the a an my our your any all hard soft pins badges".split())
#: Behind a verb and a pronoun they ask whether something was said rightly, and nothing of its own.
_TAGS: Final = frozenset("not so right true ok okay fine good possible".split())
#: With these a question about a pin type begins where none was put before: "the thinnest line and can soft go
#: finer". Not "do", which also goes on with what somebody does: "we sell and do enamel".
_ASKING_VERBS: Final = frozenset("does can could will would".split())
_TYPE_WORDS: Final = frozenset(
    "hard soft enamel cloisonné cloisonne photo screen offset printed etched epoxy pins".split()
)
_POINTING: Final = frozenset("it them that this those these".split())
#: How it is told that something is to be known: by its first word, and by one of the next few.
_WONDERING: Final = frozenset("i i'm we we're just only also and but am was wondering curious".split())
_WONDERS: Final = frozenset("wondering wonder curious".split())
_WONDERS_WITHIN: Final = 4
#: How many tokens after a wh-word the verb stands at the latest: "what sizes do ...", "how thick are ...".
_VERB_WITHIN: Final = 3
#: A clause that begins with one of these goes on after its comma.
_SUBORDINATE: Final = frozenset(
    "since as because if when given seeing considering although though while once".split()
)
#: With one of these it is only told how something is, for what comes after the comma.
_PARTICIPLES: Final = frozenset({"being"})
#: With one of these a sentence begins that first tells in what something is asked.
_IN_WHAT: Final = frozenset("in on with at by of under".split())
_COMMAS: Final = frozenset({",", ";"})
_JOINERS: Final = frozenset({"and", "but", "also", "plus", "then", "&"})
#: Words at which a statement turns to something else; the word opens the new clause.
_CLAUSE_STARTS: Final = frozenset(
    "but because since although though while so whereas unless except otherwise".split()
)
_SOFT_STARTS: Final = frozenset("and or with which that who for to".split())
#: Words of which "to" is a part: what follows would say the opposite without "doesn't need", "not have".
_BEFORE_TO: Final = frozenset(
    "need needs needed have has had want wants wanted got going able ought used meant supposed likely"
    " required necessary expected intended".split()
)
_SHORTEST_CLAUSE: Final = 3
_COLOUR: Final = re.compile(phrase_book.shared().words("colour"), re.I)
#: They end a clause that has words on both sides.
_BREAKS: Final = frozenset({",", ";", ":", "(", ")", "-", "/"})

if not Doc.has_extension("sentences"):
    Doc.set_extension("sentences", default=())
    Doc.set_extension("clauses", default=())


@Language.factory("pin_clauses")
def make_clauses(nlp: Language, name: str) -> "Clauses":
    """The component; see the module."""
    return Clauses()


class Clauses:
    """Sets ``doc._.sentences`` and ``doc._.clauses`` to tuples of spans, in order."""

    def __call__(self, doc: Doc) -> Doc:
        """Cut ``doc``."""
        doc._.sentences = tuple(_sentences(doc))
        doc._.clauses = tuple(c for s in doc._.sentences for c in _clauses(s))
        return doc


def _sentences(doc: Doc) -> Iterator[Span]:
    start = 0
    for i, token in enumerate(doc):
        if _SENTENCE_END.match(token.text):
            if token.text != "." or _ends_here(doc, i):
                yield from _trimmed(doc, start, i + 1)
                start = i + 1
        elif i > start and (_enumerator(doc, i) or _opens_question(doc, i, start)):
            yield from _trimmed(doc, start, i)
            start = i
    yield from _trimmed(doc, start, len(doc))


def _ends_here(doc: Doc, i: int) -> bool:
    """Whether a full stop ends a sentence: not in "no.5", "approx. 300"."""
    if i + 1 == len(doc):
        return True
    following = doc[i + 1]
    if not doc[i].whitespace_ and not following.is_space:
        return False
    before = doc[i - 1].lower_ if i > 0 else ""
    if before in _PIECES and following.is_lower and following.lower_ not in _GO_ON:
        return True  # "120 pcs. best metal?"
    abbreviated = before in _ABBREVIATIONS
    return not (abbreviated and (following.is_digit or following.is_lower or following.like_num))


def _enumerator(doc: Doc, i: int) -> int:
    """How many tokens number an item of a list from ``i`` on: "1)", "b)", "2.", a dash or a dot."""
    begins = i == 0 or doc[i - 1].is_space or bool(_SENTENCE_END.match(doc[i - 1].text))
    if doc[i].text in _BULLETS:
        return int(begins and i + 1 < len(doc))
    if i + 2 >= len(doc) or doc[i].whitespace_ or not doc[i + 1].whitespace_:
        return 0
    text = doc[i].text
    if doc[i + 1].text == ")" and (text.isdigit() or text.isalpha()) and len(text) <= 2:
        opened = i > 0 and doc[i - 1].text == "("
        return 2 * (
            not opened and (i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space) and len(text) < 2
        )
    return 2 * (doc[i + 1].text == "." and text.isdigit() and len(text) == 1 and begins)


def _opens_question(doc: Doc, i: int, start: int) -> bool:
    """A question or a request begins at ``i``, after another or after a statement.

    "How thin can it be and what does it cost", "flat, for the choir, and do you ship abroad", "compare them
    and tell me how they are cleaned".
    """
    if i - start < _SHORTEST_CLAUSE:
        return False
    if doc[i].norm_ in _PREPOSITIONS and doc[i - 1].norm_ in _JOINERS:
        wh = i + 1 < len(doc) and doc[i + 1].norm_ in _WH_WORDS
        return wh and _inverts(doc, i + 1) and any(t.norm_ in _QUESTION_WORDS for t in doc[start : i - 1])
    if (doc[i - 1].text in _COMMAS or doc[i - 1].norm_ in _JOINERS) and _wonders(doc, i):
        return True  # "flat, for the choir; I was wondering how they are cleaned"
    if doc[i].norm_ not in _OPENERS:
        return False
    word, before = doc[i].norm_, doc[i - 1]
    if word in _WH_WORDS and _is_all(doc, i):
        return False  # "who invented it, and when?"
    asks_before = any(t.norm_ in _QUESTION_WORDS | _REQUESTS for t in doc[start : i - 1])
    if before.norm_ in _JOINERS:
        if word in _REQUESTS:
            return i - start > _SHORTEST_CLAUSE and not _follows_modal(doc, i, start)
        asks = asks_before or (word in _WH_WORDS and _question_mark(doc, i))
        return (asks and word in _QUESTION_WORDS | {"whether"}) or _inverts(doc, i)
    if before.text == ";" and word in _QUESTION_WORDS:
        return True  # "for our tour; is epoxy worth it"
    if before.text in _COMMAS:
        if word in _ADDING:
            return asks_before
        if not asks_before and i - start <= _VERB_WITHIN:
            return False  # "the plating, does it wear off?"
        subordinate = any(
            t.norm_ in _SUBORDINATE for t in doc[start : start + 2]
        )  # "since it is dear, can we"
        subordinate = subordinate or _is_absolute(doc, start, i) or _is_fronted(doc, start, i)
        if asks_before and not subordinate and _asks_shortly(doc, i):
            return True  # "what is soft enamel, does it chip?"
        put_so = doc[start].norm_ in _VERBS or _inverts(doc, start)
        return not subordinate and _inverts(doc, i) and (not _may_relate(doc, i) or put_so)
    following = doc[i + 1].norm_ if i + 1 < len(doc) else ""
    return (
        word in _WH_WORDS
        and following in _AFTER_WH
        and doc[start].norm_ in _WH_WORDS
        and doc[start + 1].norm_ in _AFTER_WH
    )


def _wonders(doc: Doc, i: int) -> bool:
    """Whether somebody goes on from ``i`` to say what they would like to know."""
    said = [t.norm_ for t in doc[i : i + _WONDERS_WITHIN]]
    return said[0] in _WONDERING and any(w in _WONDERS for w in said)


def _is_all(doc: Doc, i: int) -> bool:
    """Whether no further word of its sentence comes after the one at ``i``."""
    following = next((t for t in doc[i + 1 :] if not t.is_space), None)
    return following is None or bool(_SENTENCE_END.match(following.text))


def _is_absolute(doc: Doc, start: int, end: int) -> bool:
    """Whether it only tells how something is, for what comes next: "hard enamel being polished, ..."."""
    return any(t.norm_ in _PARTICIPLES for t in doc[start:end])


def _is_fronted(doc: Doc, start: int, end: int) -> bool:
    """Whether it only tells in what the next holds: "in modern hard enamel, is the colour glass?"."""
    return doc[start].norm_ in _IN_WHAT and not any(t.norm_ in _SUBJECTS for t in doc[start:end])


def _question_mark(doc: Doc, i: int) -> bool:
    """Whether what goes on from ``i`` ends with one: "you match shades, and which file I must send you?"."""
    end = next((t for t in doc[i:] if _SENTENCE_END.match(t.text)), None)
    return end is not None and "?" in end.text


def _inverts(doc: Doc, i: int) -> bool:
    """Whether words from ``i`` on are put as a question: "how thick are they", "do you ship abroad".

    Not "isn't it" or "do they" at the end of a statement, nor "what it costs" or "can you reset it".
    """
    words = [t.norm_ for t in doc[i : i + _VERB_WITHIN + 1] if not t.is_space]
    if words and words[0] in _WH_WORDS:
        if len(words) > 2 and (words[0] in _SHORTENED or words[1] in _SHORTENED):
            return True  # "what's the price of a mould"
        verb = next((n for n, w in enumerate(words[1:], 1) if w in _VERBS), None)
        return verb is not None and not _SUBJECTS & set(words[1:verb])
    rest = [t.norm_ for t in doc[i + 1 :] if t.is_alpha]
    if len(words) > 2 and words[0] in _ASKING_VERBS and words[1] in _TYPE_WORDS:
        return True
    if len(words) > 1 and words[0] in _VERBS and words[1] in _DETERMINERS:
        return len(rest) >= _SHORTEST_CLAUSE and _question_mark(doc, i)
    whole = len(rest) >= _SHORTEST_CLAUSE and rest[-1] not in _POINTING
    return len(words) > 1 and words[0] in _VERBS and words[1] in _SUBJECTS and whole


def _may_relate(doc: Doc, i: int) -> bool:
    """Whether a clause that begins at ``i`` may only tell of what was named: "the crest, which is gold".

    Not "flat, for a school, what is the price" and "for a school, which enamel is usual".
    """
    word = doc[i].norm_
    following = doc[i + 1].norm_ if i + 1 < len(doc) else ""
    return word in _WH_WORDS and word not in _ASKING and (word != "which" or following in _VERBS)


def _asks_shortly(doc: Doc, i: int) -> bool:
    """Whether a question of three words begins at ``i``: "does it chip"."""
    words = [t.norm_ for t in doc[i:] if t.is_alpha]
    short = len(words) == _SHORTEST_CLAUSE and words[0] in _VERBS and words[1] in _SUBJECTS
    return short and words[2] not in _TAGS | _SUBJECTS | _POINTING


def _follows_modal(doc: Doc, i: int, start: int) -> bool:
    """Whether a request is only the second verb of one: "can you explain and compare the two"."""
    return doc[i - 2].norm_ in _REQUESTS and i - 2 >= start


def _trimmed(doc: Doc, start: int, end: int) -> Iterator[Span]:
    while start < end and (doc[start].is_space or _enumerator(doc, start)):
        start += _enumerator(doc, start) or 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    if end - start > 1 and doc[end - 1].norm_ in _JOINERS:  # it joined what comes next
        end -= 1
    if any(not t.is_punct and not t.is_space for t in doc[start:end]):
        yield doc[start:end]


def _clauses(sentence: Span) -> Iterator[Span]:
    doc, start = sentence.doc, sentence.start
    words, offset = _counted(sentence), int(sentence.start)

    def between(first: int, end: int) -> int:
        return words[end - offset] - words[first - offset]

    def trimmed(first: int, end: int) -> Iterator[Span]:
        while first < end and (doc[first].is_punct and not doc[first].is_currency):
            first += 1
        while first < end and doc[end - 1].is_punct:
            end -= 1
        if first < end and between(first, end):
            yield doc[first:end]

    for i in range(sentence.start + 1, sentence.end):
        token = doc[i]
        if token.text in _BREAKS:
            if not between(start, i) or not between(i, sentence.end):
                continue
            if token.text in {",", ":"} and i + 1 < len(doc) and doc[i + 1].like_num and doc[i - 1].like_num:
                continue  # "1,50"
            if token.text in {"-", "/", ":"} and not doc[i - 1].whitespace_:
                continue  # "long-lasting", "and/or"
            yield from trimmed(start, i)
            start = i + 1
        elif (token.norm_ in _CLAUSE_STARTS or token.norm_ in _SOFT_STARTS) and between(
            start, i
        ) >= _SHORTEST_CLAUSE:
            if (token.norm_ == "to" and doc[i - 1].norm_ in _BEFORE_TO) or _joins_colours(doc, i):
                continue
            needed = 2 if token.norm_ in _CLAUSE_STARTS else _SHORTEST_CLAUSE + 1
            if between(i, sentence.end) >= needed:
                yield from trimmed(start, i)
                start = i
    yield from trimmed(start, sentence.end)


def _joins_colours(doc: Doc, i: int) -> bool:
    """Whether it stands between two colours: "a flat gold and blue pin", "a flat red-or-white one"."""
    before = next((t for t in reversed(doc[max(0, i - 2) : i]) if not t.is_punct), None)
    after = next((t for t in doc[i + 1 : i + 3] if not t.is_punct), None)
    return all(t is not None and _COLOUR.fullmatch(t.text) for t in (before, after))


def _counted(sentence: Span) -> list[int]:
    """How many words lie before each token of the sentence, and in all of it."""
    return [0, *accumulate(not t.is_punct and not t.is_space for t in sentence)]
