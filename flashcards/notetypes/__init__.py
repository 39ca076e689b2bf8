"""What Anki is told about a note: its note type, its fields and their HTML."""
