"""Recognise what was there before: which item, and which of its notes, is which, after any edit."""
