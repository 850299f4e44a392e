"""Telegram: the shop's bot, in private chats and in groups."""

from pin_advisor.channels.telegram.channel import TelegramInput

__all__ = ["TelegramInput"]
