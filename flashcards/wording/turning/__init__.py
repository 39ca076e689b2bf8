"""Turn a sentence round to ask for a part of it."""
