"""How much room a text takes in an SMS: by the letter in GSM-7, and more than twice that in anything else.

A message is written in GSM-7 if every character of it is there, and in UCS-2 otherwise (3GPP TS 23.038). One
emoji makes all of it take more than twice the room, and cost as much.
"""

from __future__ import annotations

from typing import Final

from pin_advisor.channels.platforms import Sms
from pin_advisor.channels.rendering.text import units

#: 3GPP TS 23.038, 6.2.1: the default alphabet without its escape character.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: 6.2.1.1: its extension. Each takes two places.
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
_ALL: Final = _BASIC | _EXTENDED


def septets(text: str) -> int | None:
    """Its length in GSM-7; None if there is something in it that GSM-7 has not."""
    if not _ALL.issuperset(text):
        return None
    return len(text) + sum(character in _EXTENDED for character in text)


def room(text: str) -> int:
    """Its length in 1,600ths of what one message takes, rounded up."""
    length = septets(text)
    if length is not None:
        return length
    return -(-units(text) * Sms.TEXT.value // Sms.TEXT_UNICODE.value)


def segments(text: str) -> int:
    """How many parts of it are charged."""
    length = septets(text)
    if length is None:
        length, single, part = units(text), Sms.SINGLE_UNICODE, Sms.SEGMENT_UNICODE
    else:
        single, part = Sms.SINGLE, Sms.SEGMENT
    return 1 if length <= single.value else -(-length // part.value)
