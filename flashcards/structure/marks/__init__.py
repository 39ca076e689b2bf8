"""What marks in the notes mean: bullets, outlines, numbers, questions, footnotes, properties,
formulas, callouts."""
