"""Which pin type to order, and why: a pure function of a visitor's needs and the shop's catalog.

No Rasa, no files, no clock: the same needs and catalog always give the same advice. ``docs/advice.md``
tells how a decision is made.
"""

from pin_advisor.advice.budget import budget_tier
from pin_advisor.advice.budget_steps import Step, step
from pin_advisor.advice.explanations import (
    Change,
    Comparison,
    Fit,
    SecondBest,
    WhatIf,
    WhatWouldChange,
    Why,
    WhyNot,
    compare,
    compare_all,
    second_best,
    what_if,
    what_would_change,
    why,
    why_not,
)
from pin_advisor.advice.needs import Needs
from pin_advisor.advice.recommendation import (
    Alternative,
    Assumption,
    Reason,
    Recommendation,
    RuledOut,
    recommend,
)
from pin_advisor.advice.unwanted import about_unwanted

__all__ = [
    "Alternative",
    "Assumption",
    "Change",
    "Comparison",
    "Fit",
    "Needs",
    "Reason",
    "Recommendation",
    "RuledOut",
    "SecondBest",
    "Step",
    "WhatIf",
    "WhatWouldChange",
    "Why",
    "WhyNot",
    "about_unwanted",
    "budget_tier",
    "compare",
    "compare_all",
    "recommend",
    "second_best",
    "step",
    "what_if",
    "what_would_change",
    "why",
    "why_not",
]
