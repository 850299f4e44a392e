"""Logs that help an operator and tell nothing about a visitor.

Every line is one event: JSON, or on a terminal text. :mod:`.lines` writes one, :mod:`.rotation` keeps files
from growing, :mod:`.words` takes from a program's message what its author wrote and leaves out what was
filled in, and :mod:`.configuration` brings all loggers of a server under the same rules.
"""
