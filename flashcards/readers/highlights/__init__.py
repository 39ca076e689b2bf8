"""The formats in which reading programs export highlights."""
