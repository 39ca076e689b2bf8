"""The commands, one file each; every heavy import waits inside the command that needs it."""
