"""Rasa custom actions, one per module: read the turn, ask ``pin_advisor``, say the reply."""
