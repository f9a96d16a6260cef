"""Where converted documents go: a file a format."""
