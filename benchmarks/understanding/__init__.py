"""How well messages are understood: this product and stock Rasa, trained and tested on the same data.

``make understanding`` runs it. :mod:`.train` and :mod:`.measure` run in a process of their own for
each system, in that system's own Python environment, so they import nothing but Rasa.
"""
