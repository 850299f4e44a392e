"""The shop's website: the gateway that the widget in ``widget/`` talks to.

The channel itself, which ``credentials.yml`` names, is imported when it is asked for: who only looks at its
settings before the start (:mod:`pin_advisor.doctor.starting`) does without Rasa.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pin_advisor.channels.website.channel import WebsiteInput

__all__ = ["WebsiteInput"]


def __getattr__(name: str) -> Any:
    if name != "WebsiteInput":
        raise AttributeError(name)
    from pin_advisor.channels.website.channel import WebsiteInput

    return WebsiteInput
