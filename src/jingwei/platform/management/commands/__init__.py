"""One module a command, by its name."""
