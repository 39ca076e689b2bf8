"""What is decided about whole documents: language, chapter times, duplicates, and how they become
decks."""
