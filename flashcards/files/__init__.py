"""Files as the outside world has them: what is at a path, what its bytes say, how one is written
whole."""
