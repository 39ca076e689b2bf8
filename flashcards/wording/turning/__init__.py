"""Ask for a part of a sentence: the sentence turned round where that is certain, or asked in
place."""
