"""How findings are shown: a format is one file here with a `NAME` and a `render` function."""
