"""Turn the notes people keep into Anki decks."""

__version__ = "0.1.0"
