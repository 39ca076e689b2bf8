"""Which spans of an item may be asked for, and what each is worth."""
