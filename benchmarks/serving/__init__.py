"""What serving visitors takes: this product and stock Rasa, one after the other on the same machine.

``make bench`` runs it. Load comes from Locust, in an environment of its own (:mod:`.locustfile`); the replies
are judged when the load is over (:mod:`.judging`).
"""
