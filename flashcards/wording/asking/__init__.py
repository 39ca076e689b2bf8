"""Ask for a span of a sentence: turned round, for what happens or what somebody does, or in
place."""
