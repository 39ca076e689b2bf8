"""What the commands share: how they print and ask, and the options that several of them take."""
