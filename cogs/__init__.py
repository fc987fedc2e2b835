"""Discord listeners and commands: thin, one room each."""
