"""What every connector to a messaging platform is built on; docs/channels.md tells how to write one."""

from pin_advisor.channels.connector.connector import Connector, Received

__all__ = ["Connector", "Received"]
