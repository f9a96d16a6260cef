"""Whether one text speaks of what another one asks for: by stems, identifiers and numbers, and nothing else."""
