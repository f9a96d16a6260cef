"""What a value says: quantities, dates and their like, found in plain text."""
