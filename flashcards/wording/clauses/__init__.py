"""Who does what in an item: its clauses, each with its subject, verb, objects, complements and
adjuncts."""
