"""What is kept: conversations, which messages were dealt with, and requests for the shop."""

from pin_advisor.store.database import VARIABLE, database_url
from pin_advisor.store.requests import Request, RequestStore, Withdrawal

__all__ = ["VARIABLE", "Request", "RequestStore", "Withdrawal", "database_url"]
