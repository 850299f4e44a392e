"""What several workers share through Redis, so that a visitor may meet another one with every message.

Conversations and the ids of messages are in the database, which has the last word: what two workers do to one
conversation at once is kept once (:mod:`pin_advisor.store.conversations`). Redis keeps messages in order and
counts what each visitor sends. Where it is away every worker goes on by itself, and nothing is lost by that.
"""
