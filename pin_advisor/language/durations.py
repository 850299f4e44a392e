"""How long the pins are to last or to be worn, as far as a message names a span of time.

Times of service, ages, deadlines, opening hours and anniversaries are time as well, and no wish.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pin_advisor.language import phrase_book
from pin_advisor.language.figures import REACH, Duration, Figure

_BOOK: Final = phrase_book.shared()
_WORDS: Final = phrase_book.of_amounts().words
_DAYS: Final = {
    "minute": 1 / 1440, "hour": 1 / 24, "hr": 1 / 24, "evening": 0.5, "afternoon": 0.5, "morning": 0.5,
    "night": 0.5, "day": 1, "saturday": 1, "sunday": 1, "weekend": 2, "week": 7, "wk": 7, "fortnight": 14,
    "month": 30, "mth": 30, "mo": 30, "semester": 150, "term": 100, "season": 150, "summer": 90, "winter": 90,
    "spring": 90, "autumn": 90, "harvest": 90, "vintage": 90, "arvo": 0.5,
    "year": 365, "yr": 365, "decade": 3650, "century": 36500, "centurie": 36500, "generation": 9125,
}  # fmt: skip
#: What comes round once a year: two winters are a year and one of them.
_YEARLY: Final = frozenset({"season", "summer", "winter", "spring", "autumn", "harvest", "vintage"})
_A_YEAR: Final = 365.0
#: A word right after one of these makes a name of it, unless it goes on otherwise: "the spring drop".
_NAMES_SOMETHING: Final = re.compile(rf"\s(?!{_WORDS('after_a_season')}\b)[a-z]{{2,}}", re.I)
#: How many "years" or "weeks" are without a number.
_MANY: Final = 5.0
#: How many "some years" or "several weeks" are at most: less is meant than by a plain "years".
_SOME: Final = 3.0

_UNIT: Final = rf"(?P<unit>{'|'.join(sorted(_DAYS, key=len, reverse=True))})(?P<plural>s)?\b"
_AFTER: Final = re.compile(
    r"\s?\+?[\s-]*(?:(?:full|whole|long|good|more|solid|or so|single|short|[a-z]{3,}ing|ski|football|busy"
    r"|hockey|rugby|cricket|baseball|wine|grape|tourist|holiday|theatre|summer|winter|wet|dry"
    rf"|school|calendar|academic|financial)\s)?{_UNIT}"
    r"(?P<tail>\s(?P<or_two>or\s(?:two|three|2|3))\b|\sor\s(?:so|more)\b|\sand\s(?:a\s)?half\b)?",
    re.I,
)
#: "for years", "many months", "through the season": no number at all.
_MANY_UNITS: Final = re.compile(
    r"(?:\b(?:for|(?<!how )many|some|lasts?|survives?|outlasts?|endures?|takes?|years and|months and|over"
    r"|through)\s(?:(?:many|some|several)\s)?|^|[.,;:!?(\n]\s*)"
    rf"(?P<span>{_UNIT})(?=\s(?:of|and|not|at|on|in|to|if|without|please|pls"
    r"|max\w*|or so|ok|okay|i|maybe|is|would|should|will|enough|at least|minimum)\b|\s*[.,;!?)]|\s*$"
    r"|\s-)",
    re.I,
)
_ONE_UNIT: Final = re.compile(
    r"\b(?:for|just|only|during|through|throughout|all|whole|entire|single|lasts?|survives?|outlasts?"
    r"|endures?"
    r"|holds?(?: out| up)?)\s(?:(?:the|one|this|that|whole"
    rf"|entire|single|next)\s){{1,3}}(?P<span>{_UNIT})"
    r"(?!\s(?:of|when|they|we|he|she|that|after|before)\b)",
    re.I,
)
#: "this year only".
_THIS_UNIT: Final = re.compile(
    rf"(?:(?P<before>\b(?:just|only)\s(?:for\s)?)|\b)this\s(?P<span>{_UNIT})(?(before)|(?=\s(?:only"
    rf"|alone)\b))",
    re.I,
)
#: "Some months only".
_SOME_ONLY: Final = re.compile(
    rf"\b(?:some|several)\s(?P<span>{_UNIT})\s(?:only|max\w*|at most|no more)\b", re.I
)
_SOME_BEFORE: Final = re.compile(r"\b(?:some|several)\s*$", re.I)
#: Up to a day or a month that is named, "till Sunday", "until March": less than a year.
_UNTIL: Final = re.compile(
    r"\b(?:until|till|til|through to|up to)\s(?:(?:the|about|like|maybe|around|end of|this|coming)\s)*"
    rf"(?P<span>(?P<days>(?:{_BOOK.words('weekday')})|weekend)"
    rf"|(?:{_BOOK.words('month')}|christmas|xmas|easter|new year|halloween|thanksgiving))\b(?!\s\d)",
    re.I,
)
_UNTIL_A_DAY: Final = 4.0
#: "Till they pack up", "til the doors close": as long as what they are worn at.
_UNTIL_IT_ENDS: Final = re.compile(
    r"\b(?:until|till|til)\s(?P<span>(?:they|we|you|everyone|everybody|people)(?:'ve|\sall|\shave)?"
    r"\s(?:pack(?:s|ed)? up|shut up shop|go(?:es)? home|sober up|wraps? up)\b"
    rf"|(?:the\s)?{_WORDS('ends')}\s(?:[a-z']+\s)?"
    r"(?:clos(?:es?|ed)|shuts?|ends?|over|finish(?:es|ed)?|done|out|packs? up|wraps? up)\b(?!\s(?:in|next)\b)"
    r"|closing(?: time)?\b|last orders\b)",
    re.I,
)
#: "Til the next festival": less than a year.
_UNTIL_THE_NEXT: Final = re.compile(
    rf"\b(?:until|till|til)\s(?:the|our)\s(?P<span>next\s{_WORDS('coming_events')})\b", re.I
)
#: "The fall semester" is a matter of months.
_NAMED_TERM: Final = re.compile(
    r"\b(?:the|this|next|one|a)\s(?P<span>(?:fall|autumn|spring|winter|summer)\s(?:semester|term|quarter))\b",
    re.I,
)
#: "Years? 2"
_UNIT_FIRST: Final = re.compile(rf"\b(?P<span>{_UNIT})\s?[?:=]\s?$", re.I)
#: "Five performances", "one championship": so many days, where it was asked how long they are used.
_EVENTS_AFTER: Final = re.compile(
    rf"\s(?:(?:single|garden|whole|little)\s)?{_WORDS('events')}(?P<plural>e?s)?"
    r"(?=\s*(?:$|[.,;:!?)\n]|(?:only|then|and|max|at most|plus|tops|or so|long|is|are)\b))",
    re.I,
)
_MOST_EVENTS: Final = 5
_DAYS_OF_AN_EVENT: Final = 3.0
#: "We lose them once a year, so that's how long".
_ONCE_A: Final = re.compile(
    rf"\b(?:once|twice) (?:a|every|per|each)\s(?P<span>{_UNIT})(?=[^.!?;\n]{{0,30}}\b(?:how long"
    rf"|as long as that|that long"
    r"|long enough)\b)",
    re.I,
)
_UNTIL_A_MONTH: Final = 90.0
#: What comes before where that is how long they are used and no deadline.
_USED_BEFORE: Final = re.compile(
    r"\b(?:last\w*|surviv\w+|hold\w*|keep\w*|worn|wear\w*|stay\w*|live\w*|run|good|fine)\b[^.!?;\n]{0,40}$",
    re.I,
)
_USED: Final = _WORDS("used")
_NO_WISH_BEFORE: Final = re.compile(
    rf"(?:\b{_WORDS('time_of_something')}(?:\W+{_WORDS('time_leads_on')})*\W*"
    rf"|\b{_WORDS('time_of_people')}\b(?:(?!\b{_USED}\b)[^.!?;,]){{0,32}})$",
    re.I,
)
_NO_WISH_AFTER: Final = re.compile(
    r"s?'?[\s-]*(?:of (?:service|loyal\w*|members?\w*|marriage|experience|work|duty|teaching|employment"
    r"|dedicat\w*|hard work|existence|history|tradition"
    r"|excellence|business|company|being(?!\s(?:worn|used))|safe\w*|cooperation|friendship|volunteer\w*|driving|our|his|her"
    r"|their)\b|services?\b|old\b|ago\b|annivers\w+|jubilee"
    r"|birthday|with (?:the|us|our)\b|in (?:the|our|business|service|office|company|retail|a row)\b"
    r"|at (?:the|our|work)\b|here\b|before\b|from (?:now|today)\b"
    r"|shift(?:s|ers)?\b|trip(?:s|pers?)?\b|tours?\b|crews?\b|teams?\b|cent(?:re|er)s?\b|nurser(?:y|ies)\b"
    r"|nurses?\b"
    r"|schools?\b|care\b|hik(?:es?|ers)\b"
    r"|later\b|earlier\b|lead\b|turnaround|notice|experience|deadline|delivery|delay|warranty|guarantee|wait"
    r"|cooperation|married|together|until|till|left\b"
    r"|to (?:go|make|produce|deliver|ship)\b|(?:pins?|badges?|awards?|members?|employees?|veterans?|clubs?"
    r"|medals?|milestones?|staff|tiers?|versions?|mark)\b"
    r"|(?:a|per|each|every|/)\s?(?:day|week|month|year|season|shift)\b|out\W?(?:of|ta)\b)",
    re.I,
)
#: "25-year pin", "5-year and 10-year": a class of people, where nothing is used that long.
_CLASS: Final = re.compile(
    r"-(?:year|yr|decade|month)s?\b(?!\s(?:use|life|lifespan|wear|run|tour|course|program\w*|contract))", re.I
)
#: "After 30 years" is a wish where it tells how good they are to be then: "same quality after 30 years".
_AFTER_A_TIME: Final = re.compile(r"\bafter\W+(?:\w+\W+){0,2}$", re.I)
_AS_GOOD: Final = re.compile(rf"\b{_WORDS('as_good')}\b", re.I)
#: Where "a year" is a span and not "four times a year".
_A_SPAN: Final = re.compile(rf"(?:^|[.,;:!?(\n]|\b{_WORDS('for_a_time')})\s*$", re.I)
_SOMEDAY: Final = re.compile(r"\s(?:i|we|he|she|they|you|it|soon|maybe|perhaps|of)\b", re.I)

#: "For the grandchildren to have one day".
_SOMEDAY_BEFORE: Final = re.compile(
    r"\b(?:have|inherit|get|own|find|pass(?:ed)? on|hand(?:ed)? (?:down|on)|be theirs|be (?:his|hers))"
    r"(?:\W+(?:it|them|this|these|that|mine|theirs|the pins?))?\W+$",
    re.I,
)


def read_durations(
    text: str, found: Sequence[Figure], asked: str | None
) -> tuple[list[Duration], list[Figure]]:
    """Spans of use, and the figures that are no time at all."""
    durations: list[Duration] = []
    rest: list[Figure] = []
    times: list[tuple[int, int]] = []
    for figure in found:
        unit = None if figure.money else _AFTER.match(text, figure.end)
        first = _UNIT_FIRST.search(text, 0, figure.start) if asked == "durability" else None
        if first and any(d.start <= first.start() < d.end for d in durations):
            first = None  # "2 weeks? 6?"
        if unit is None and first and figure.whole:
            days = figure.high * _DAYS[first["unit"].lower()]
            durations.append(Duration(days, *first.span("span")))
        elif unit is None and asked == "durability" and (event := _events(text, figure)):
            durations.append(event)
        elif unit is None:
            rest.append(figure)
        else:
            times.append((figure.start, unit.end()))
            if _is_wish(text, figure, unit, asked):
                count = min(figure.high, _SOME) if figure.vague else figure.high
                if unit["tail"]:
                    count = 2.0 if unit["or_two"] else count + 0.5 * unit["tail"].lower().endswith("half")
                durations.append(Duration(_days(count, unit["unit"]), figure.start, unit.end()))
    taken = [(d.start, d.end) for d in durations]
    for pattern, count in (
        (_MANY_UNITS, _MANY),
        (_SOME_ONLY, _MANY),
        (_ONE_UNIT, 1.0),
        (_THIS_UNIT, 1.0),
        (_ONCE_A, 1.0),
    ):
        for match in pattern.finditer(text):
            start, end = match.span("span")
            plural = bool(match["plural"])
            if plural != (count > 1) or any(start < e and s < end for s, e in taken):
                continue
            named = match["unit"].lower() in _YEARLY and _NAMES_SOMETHING.match(text, end)
            if not named and not _NO_WISH_AFTER.match(text, end):
                many = _SOME if _SOME_BEFORE.search(text, 0, start) else count
                durations.append(Duration(_days(many, match["unit"]), start, end))
                taken.append((start, end))
    for pattern, days in (
        (_UNTIL, _UNTIL_A_MONTH),
        (_UNTIL_IT_ENDS, _UNTIL_A_DAY),
        (_UNTIL_THE_NEXT, _UNTIL_A_MONTH),
        (_NAMED_TERM, _UNTIL_A_MONTH),
    ):
        for match in pattern.finditer(text):
            start, end = match.span()
            told = asked == "durability" or _USED_BEFORE.search(text, max(0, start - REACH), start)
            if told and not any(start < e and s < end for s, e in taken):
                weekday = match.groupdict().get("days")
                durations.append(Duration(_UNTIL_A_DAY if weekday else days, start, end))
                taken.append((start, end))
    times += [(d.start, d.end) for d in durations]  # the "two" of "a year or two" counts nothing
    rest = [f for f in rest if not any(start <= f.start < end for start, end in times)]
    return sorted(durations, key=lambda d: d.start), rest


def _days(count: float, unit: str) -> float:
    """How many days so many of them are."""
    one = _DAYS[unit.lower()]
    return (count - 1) * _A_YEAR + one if unit.lower() in _YEARLY and count > 1 else count * one


def _events(text: str, figure: Figure) -> Duration | None:
    """The days of as many events as it counts: "five performances"; ``None`` if it counts none."""
    counts = not (figure.article or figure.money) and 1 <= figure.high <= _MOST_EVENTS
    events = _EVENTS_AFTER.match(text, figure.end) if counts else None
    if events is None or bool(events["plural"]) != (figure.high > 1):
        return None  # "which one shows most detail"
    return Duration(figure.high * _DAYS_OF_AN_EVENT, figure.start, events.end())


def _is_wish(text: str, figure: Figure, unit: re.Match[str], asked: str | None) -> bool:
    start = max(0, figure.start - REACH)
    if _CLASS.match(text, figure.end) or _NO_WISH_AFTER.match(text, unit.end()):
        return False
    someday = _SOMEDAY.match(text, unit.end()) or _SOMEDAY_BEFORE.search(text, start, figure.start)
    if figure.merely_one and unit["unit"].lower() == "day" and someday:
        return False
    if figure.article and unit["unit"].lower() in _YEARLY and _NAMES_SOMETHING.match(text, unit.end()):
        return False
    if figure.article and not unit["tail"] and not _A_SPAN.search(text, start, figure.start):
        return False
    if asked == "durability":
        return True
    if _AFTER_A_TIME.search(text, start, figure.start):
        return bool(_AS_GOOD.search(_sentence_around(text, figure.start)))
    return not _NO_WISH_BEFORE.search(text, start, figure.start)


def _sentence_around(text: str, position: int) -> str:
    begin = max(text.rfind(end, 0, position) for end in ".!?;\n") + 1
    ends = [found for end in ".!?;\n" if (found := text.find(end, position)) >= 0]
    return text[begin : min(ends, default=len(text))]
