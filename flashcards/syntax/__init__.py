"""Read YAML, TOML, JSON and files of words so that every value knows its line."""
