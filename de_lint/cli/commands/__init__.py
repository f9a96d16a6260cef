"""The commands of the program: one file each, which exposes `command`."""
