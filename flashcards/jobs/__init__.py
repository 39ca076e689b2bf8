"""Build many decks: the unchanged ones not again, the others spread over processes."""
