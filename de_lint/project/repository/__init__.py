"""What git and the tree around a document tell."""
