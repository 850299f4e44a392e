"""Understanding: the spaCy pipeline, the trained readers, and the Rasa component that runs them."""
