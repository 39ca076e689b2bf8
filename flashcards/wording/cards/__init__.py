"""From a candidate to a card: how it is phrased, and what a card must not do."""
