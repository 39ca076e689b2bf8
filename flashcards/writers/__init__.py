"""Write notes out: one file per output format."""
