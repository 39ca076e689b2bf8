"""What a single line says: marks inside it, times, sentences, known words."""
