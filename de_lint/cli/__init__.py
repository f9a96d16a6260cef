"""The command line: a command is one file here that exposes `command`; files that start with `_` are none."""
