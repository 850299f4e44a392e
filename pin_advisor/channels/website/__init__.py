"""The shop's website: the gateway that the widget in ``widget/`` talks to."""

from pin_advisor.channels.website.channel import WebsiteInput

__all__ = ["WebsiteInput"]
