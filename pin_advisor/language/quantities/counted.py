"""What pieces and people are called, and which figures could count them at all."""

from __future__ import annotations

import re
from typing import Final

from pin_advisor.language.figures import Figure, Quantity
from pin_advisor.language.numerals import MASK

#: More is no order but a slip; it also bounds what is handed on.
MOST_PIECES: Final = 100_000_000
#: A number alone in its sentence is a quantity from here on: "80." is one, "2." numbers a list.
LEAST_ALONE: Final = 10
#: Words that no adjective before "pins" is: "3 questions about pins", "2 types of pins".
STOP: Final = (
    r"a|an|the|about|for|with|without|and|or|but|in|on|at|to|from|by|per|each|every|is|are|was|were|be|if|as"
    r"|than|then|we|i|you|they|it|who|can|do|does"
    r"|did|need|want|have|has|had|when|what|which|how|that|this|there|our|my|your|so|of|more|less|extra|most"
    r"|best|different|times?|questions?"
    r"|options?|types?|kinds?|sorts?|styles?|variet\w+|ways?|colou?r\w*|designs?|versions?|models?|sizes?"
    r"|sides?|sided|tones?|layers?|posts?"
    r"|inch(?:es)?|mm|cm|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|percent"
    r"|points?|letters?|lines?|words?|clutch\w*"
    r"|examples?|pictures?|photos?|samples?|prototypes?|logos?|shades?|suppliers?|quotes?|degrees?|countries"
    r"|boats|miles|steps|euros?|dollars?"
)
#: What is bought, owned or gone over, and gets no pin.
THINGS_PASSED_OVER: Final = (
    r"years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|am|pm|o'?clock|mm|cm|inch(?:es)?"
    r"|met(?:er|re)s?"
    r"|feet|foot|miles?|kms?|kilomet\w+|laps|steps|degrees?|percent|points?|goals?|runs|games|matches|rounds"
    r"|shows|gigs"
    r"|concerts|events|races|wins|titles|countries|cities|towns|villages|counties|states|streets|colou?rs?"
    r"|shades|tones|designs?"
    r"|versions?|types?|kinds?|sorts?|styles?|models?|sizes?|sides?|layers?|letters?|words?|lines?|logos?"
    r"|stars?|stripes"
    r"|photos?|pictures?|questions?|options?|samples?|quotes?|suppliers?|boats|ships|cars|trucks|lorries"
    r"|vans|trains|planes"
    r"|horses|dogs|cats|sheep|cows|hens|trees|acres|rooms|floors|seats|beds|stalls|stands|pubs|bars|cafes"
    r"|restaurants|bakeries"
    r"|pharmacies|hotels|churches|banks|firms|companies|hospitals|clinics|galleries|museums|bottles|books"
    r"|songs|times?"
    r"|sessions|lessons|stamps|donations|flights|trips|tours|routes|peaks|cards|stickers|shirts|t-?shirts"
    r"|mugs|hats|caps|posters|tickets"
)
BETWEEN: Final = (
    r"(?:of\s+(?:(?:the|our|my|these|those|your|them|us|same)\s+)?)?"
    rf"(?:(?!(?:{STOP})\b)[a-zà-ÿ][a-zà-ÿ'-]*\s+){{0,3}}?"
)
PIECES: Final = (
    r"pieces?|peices?|pices?|pcs?|pc's|pces?|pzs?|pins?|pinz|badges?|bages?|bagdes?|brooch(?:es)?|emblems?"
    r"|medals?|tokens?|buttons?|units?|nos\b\.?"
    r"|un\b\.?|copies|items?|ps|stk|stück|sets?|shields?|insignias?|of (?:them|these|those|each)|off"
)
PEOPLE: Final = (
    r"people|persons?|ppl|pax|folks?|guys|guests?|members?|staff|employees?|workers?|students?|kids?|childrens?"
    r"|pupils?|heads|headcount|gals|players?|volunteers?|attendees?"
    r"|colleagues?|participants?|graduates?|winners?|runners?|riders?|finishers?|scouts?|customers?|clients?"
    r"|visitors?|teachers?|nurses?|drivers?"
    r"|boys?|girls?|lads?|lasses|men|women|ladies|brothers?|sisters?|veterans?|officers?|fire ?fighters?"
    r"|soldiers?|cadets?|trainees?|delegates?"
    r"|friends?|donors?|sponsors?|exhibitors?|recipients?|dancers?|singers?|musicians?|swimmers?|supporters?"
    r"|prefects?|managers?|agents?|retirees?"
    r"|blokes|chaps|fellas|mates|buddies|pals|apprentices|godparents|bridesmaids|groomsmen|ushers|marshals"
    r"|stewards|helpers|carers|pensioners|rowers|paddlers|skaters|choristers|pilgrims|parishioners|households"
    r"|coaches|referees|judges|leaders|fans"
    r"|adults|grown-?ups|neighbou?rs|residents|tenants|sailors|hikers|cyclists|trustees|dads|mums|moms|uncles"
    r"|aunts|cousins|seniors|juniors|(?!(?:speci|regi|abdo|acu)men\b)[a-z]{3,}men"
    r"|crew|teammates?|of us|(?:through|at|past) the (?:doors?|gates?)|(?:coming|attending|invited"
    r"|signed up)\b"
    r"|in (?:the|our|my) (?:group|team|class|troop|squad|choir|band|club|crew|cast|pack|department|party)"
    r"|waiters?|miners?|parents|grandkids|grandchildren|families|couples|teams"
)
COUNTED: Final = re.compile(
    rf"\s?(?:\+|plus\b)?\s*(?:or so\s|or more\s|-?odd\s|-?ish\s|[x×]\s?)?\s?(?P<between>{BETWEEN})"
    rf"(?:(?P<pieces>{PIECES})|(?P<people>{PEOPLE}))(?!\w)",
    re.I,
)
#: What people come in: "3 classes, 28 kids each", "4 teams of 11 players".
GROUPS: Final = (
    r"class(?:es|rooms)|groups|teams|squads|troops|packs|patrols|schools|departments|branches|chapters|shifts"
    r"|crews|offices|shops|stores|sections|tables|buses|choirs|clubs|families|sites|houses"
    r"|cohorts|courses"
)
AGAIN: Final = re.compile(r"\W{0,2}(?:a|per|each|every)\s?(?:day|week|month|year|season|hour)\b", re.I)
WANTED_END: Final = re.compile(
    r"\s?(?:\+|[x×]\b)?(?:\s*(?:or so|-?ish|-?odd|please|pls|plz|thanks|max\w*|in total|total|altogether"
    r"|to start"
    r"|for now|i think|maybe|now|then|too))*\s*"
    rf"(?:$|[.,;!?){MASK}\n]|\b(?:(?:a|per|each|every) year|and|or|but|of|in|with|for|by|so|if|because|to|at"
    r"|on|as|made|from|cost|off|instead|not|rather|only|actually)\b)",
    re.I,
)
_OF_PEOPLE: Final = re.compile(rf"\b(?:{PEOPLE})$", re.I)


def names_pieces(text: str, figure: Figure) -> bool:
    """Whether a word for pieces follows: "300 lapel pins"."""
    counted = None if figure.money else COUNTED.match(text, figure.end)
    return bool(counted and counted["pieces"])


def of_people(text: str, quantity: Quantity) -> bool:
    """Whether it counts people, who may be no more than that: "for 40 guests"."""
    return bool(_OF_PEOPLE.search(text[quantity.start : quantity.end]))


def as_quantity(figure: Figure) -> Quantity | None:
    """A figure as a quantity, because the visitor was asked for one."""
    number = number_of(figure)
    return None if number is None or figure.money else Quantity(number, figure.start, figure.end)


def number_of(figure: Figure) -> int | None:
    """How many pieces it would be, the larger one of a range; ``None`` if it could count none."""
    number = figure.high
    if figure.spoken and figure.spoken[0] >= 10:  # "ten fifteen people"
        number = figure.spoken[1] if figure.spoken[1] > figure.spoken[0] else 0
    return int(number) if figure.whole and 1 <= number <= MOST_PIECES else None


def is_year(figure: Figure) -> bool:
    """Whether it rather names a year: "2027", but not "2000"."""
    return figure.scale == 1 and 1900 < figure.high < 2100 and bool(figure.high % 50)
