"""From which probability something counts; ``config.yml`` may set any of these otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The needs that ``fill_vague`` is for.
_VAGUE: Final = frozenset({"budget", "durability"})


@dataclass(frozen=True)
class Thresholds:
    """Where doubt begins.

    What ``make thresholds`` shows, by out-of-fold scores and by the development set:

    Attributes:
        foreign: from this share of "out of scope" in what is not plainly something else, a sentence is
            not a question about pins.
        question: from this probability of being one, a sentence in the form of a question counts as one.
        named_question: the same without that form, if it names a pin type.
        plain_question: the same if it does neither.
        fill: how sure a need must be to be kept without being asked for.
        fill_artwork: the same for the artwork, which is never asked for and may decide alone ("sparkly", "our
            rosettes fade").
        fill_other: the same for an occasion that is none of those with a name: better ask than keep it.
        fill_occasion: the same for the occasion, which is told in so many ways that the surest of its many
            values seldom comes near to certainty. Below 0.58 three in ten are wrong in the development
            dialogues, and of the replies to the question seven in a hundred: better ask.
        fill_vague: the same for budget and durability, of which words tell less plainly: at the same
            sureness fewer readings are right.
        fill_asked: the same for the need that was asked for.

    Those that act only in whole messages and conversations, and were set on the development set and by
    conversations:

    Attributes:
        foreign_later: the same as ``foreign`` for who has been answered or advised already, and goes on about
            pins more often than who begins.
        in_scope: below this probability of the best label a message counts as not understood.
        out_of_scope: below it, a message that seems to be about something else is taken for a wish for
            pins if it names them.
        elsewhere: from this probability of "out of scope" a message is about something else even if it names
            pins, and makes the talk around it foreign too.
        astray: who asks for advice without naming pins ("who should I vote for?") wants another when
            "out of scope" has this share of the probability.
        informs: how surely a message that states no need and names no pins is about them.
        informs_foreign: below this share of "out of scope" the same of who begins the talk, however surely.
        replace: how sure a need must be to replace one that is known and not announced as a correction,
            or to be read from words that already state another.
        hint: how sure it must be to be remembered for a visitor who can't say more.
        changes: how sure a need must be to be changed by words that contrast ("staff, not a club") and would
            only be read with that sureness if it had been asked for.
        changes_surely: the same for words that contrast nothing, or come while needs are asked for.
        sure: from this sureness a need makes a statement of what may be a question, too; so sure must
            "start over" be.
        states: from this sureness on, two needs make a statement of what is not put as a question.
        talk: from this probability something is said about the talk itself.
        vague: below this probability of its topic a question may be about what was talked of before.
        topic: below this probability of its topic nothing is a question.
    """

    foreign: float = 0.136
    foreign_later: float = 0.2
    question: float = 0.5
    named_question: float = 0.45
    plain_question: float = 0.65
    fill: float = 0.65
    fill_artwork: float = 0.93
    fill_other: float = 0.7
    fill_occasion: float = 0.58
    fill_vague: float = 0.78
    fill_asked: float = 0.25
    in_scope: float = 0.2
    out_of_scope: float = 0.35
    elsewhere: float = 0.6
    astray: float = 0.2
    informs: float = 0.9
    informs_foreign: float = 0.3
    replace: float = 0.9
    hint: float = 0.2
    changes: float = 0.5
    changes_surely: float = 0.75
    sure: float = 0.7
    states: float = 0.5
    talk: float = 0.4
    vague: float = 0.3
    topic: float = 0.13

    def fill_of(self, need: str, value: str) -> float:
        """How sure it must be that ``need`` is ``value`` to be kept without being asked for."""
        if need == "occasion":
            return self.fill_other if value == "other" else self.fill_occasion
        if need == "artwork":
            return self.fill_artwork
        return self.fill_vague if need in _VAGUE else self.fill
