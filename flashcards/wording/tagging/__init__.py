"""From text to tagged tokens."""
