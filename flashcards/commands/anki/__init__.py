"""The commands that meet Anki."""
