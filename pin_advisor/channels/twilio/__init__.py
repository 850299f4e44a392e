"""WhatsApp and SMS, by the shop's numbers at Twilio."""

from pin_advisor.channels.twilio.channel import TwilioInput

__all__ = ["TwilioInput"]
