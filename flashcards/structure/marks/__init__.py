"""What marks in the notes mean: those of bullets, questions, footnotes, properties, formulas, callouts."""
