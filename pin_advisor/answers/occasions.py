"""Which pin type suits an occasion: decided by the advice, so that the two never contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pin_advisor.advice.engine import decide
from pin_advisor.advice.needs import Needs
from pin_advisor.answers import by_type
from pin_advisor.answers.part import Part
from pin_advisor.answers.question import USUAL
from pin_advisor.answers.sentences import capital, fit, join, plurals, unrestated
from pin_advisor.catalog.models import Catalog, PinType, Rule

#: The occasions as they stand after "for".
WORDS: Final = {
    "award": "awards",
    "employee_recognition": "employee recognition",
    "corporate_gift": "corporate gifts",
    "branding": "branding",
    "promotion": "promotional merchandise",
    "trade_show": "trade shows",
    "convention_trading": "convention trading",
    "school": "schools and students",
    "sports_team": "sports teams",
    "club": "clubs",
    "church": "churches",
    "fundraising": "fundraising",
    "fashion": "fashion accessories",
    "personal_gift": "gifts to friends",
    "wedding": "weddings",
    "memorial": "memorials",
    "collectible": "collectors",
    "souvenir": "souvenirs",
}

_CLOSING: Final = "Budget and design can still change that, so tell me about them if you like."


def best_for(occasion: str, asked: Sequence[PinType], catalog: Catalog, limit: int) -> Part | None:
    """The best type for the occasion, and why; ``None`` if the occasion decides nothing.

    ``asked`` are the types that the visitor asked about. For one ("is soft enamel good for awards?")
    the answer starts by saying whether it is the best; of several the best is named.
    """
    if occasion not in WORDS:
        return None
    ids = [p.id for p in asked]
    standings = decide(Needs(occasion=occasion), catalog).standings
    if len(asked) > 1:
        standings = tuple(s for s in standings if s.pin_type.id in ids)
    reasons = _because_of_occasion(standings[0].in_favour) if standings else []
    if not reasons or standings[0].barred:
        return None
    best = standings[0].pin_type
    # Nobody wonders about a luxury for a giveaway; what speaks against the usual types is worth saying.
    rivals = [s for s in standings[1:] if s.pin_type.id in (ids or USUAL)]
    rules = [*reasons, *(rule for rival in rivals for rule in _because_of_occasion(rival.against))]
    because = [unrestated(str(rule.because)) for rule in rules]
    verdict = _verdict(best, asked, WORDS[occasion])
    start = f"{verdict}: {because[0]}" if because[0][:1].islower() else f"{verdict}. {because[0]}"
    text = join(start, *map(capital, because[1:]), by_type.brief(best, "what_is"), _CLOSING)
    return Part(fit(text, limit), "best_for", tuple(str(rule.source) for rule in rules))


def _verdict(best: PinType, asked: Sequence[PinType], words: str) -> str:
    others = [p for p in asked if p.id != best.id]
    if not asked:
        return f"{capital(plurals([best]))} are the best choice for {words}"
    if len(asked) > 1:
        return f"{capital(plurals([best]))} are a better choice for {words} than {plurals(others)}"
    if others:
        wrong = capital(plurals(others))
        return f"{wrong} are not the first choice for {words}; {plurals([best])} are the better choice"
    return f"Yes, {plurals([best])} are the best choice for {words}"


def _because_of_occasion(rules: Iterable[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.when.occasion]
