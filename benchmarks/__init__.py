"""Measurements of the whole product. They are run by hand, and nothing that runs the bot imports them."""
