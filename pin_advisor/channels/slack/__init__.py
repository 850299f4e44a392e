"""Slack: the shop's app, in direct messages and in channels."""

from pin_advisor.channels.slack.channel import SlackInput

__all__ = ["SlackInput"]
