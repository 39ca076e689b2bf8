"""What a person asks for: settings and where they come from, templates, and which decks to make."""
