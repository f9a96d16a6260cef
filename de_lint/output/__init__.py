"""How findings are shown: a format is one file of `formats/` with a `render` function."""
