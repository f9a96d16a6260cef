"""The command line: arguments in, exit code out. Each command is one file in `commands`."""
