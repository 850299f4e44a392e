"""Messenger: the inbox of the shop's Facebook page."""

from pin_advisor.channels.messenger.channel import MessengerInput

__all__ = ["MessengerInput"]
