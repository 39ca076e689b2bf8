"""Ask behind a statement, or an order, for what follows it."""
