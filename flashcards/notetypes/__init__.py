"""What Anki gets of a note: its note type, its fields and their HTML."""
