"""What belongs to a run: which files it reads, where its results go, which rules it applies."""
