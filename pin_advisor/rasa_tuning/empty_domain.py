"""Whether the domain is empty is found out once, not by writing it out for each message: 2 %."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.shared.core.domain:Domain.is_empty": "3ad1263bc1d1f881"}
CHECK: Final = "that the server never changes a domain, but gets another one with another model."

_KNOWN: Final = "pin_advisor_is_empty"


def adjust(domain: Any) -> None:
    """Remember it with the domain."""
    find_out = domain.Domain.is_empty

    def is_empty(self: Any) -> bool:
        known = vars(self).get(_KNOWN)
        if known is None:
            known = find_out(self)
            setattr(self, _KNOWN, known)
        return bool(known)

    domain.Domain.is_empty = is_empty
