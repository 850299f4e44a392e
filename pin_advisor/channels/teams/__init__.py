"""Microsoft Teams: the shop's bot in personal chats, group chats and channels, through the Bot Framework."""

from pin_advisor.channels.teams.channel import TeamsInput

__all__ = ["TeamsInput"]
