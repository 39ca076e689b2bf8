"""What Anki gives back: its exports, and a running Anki."""
