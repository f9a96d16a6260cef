"""What the larger commands do, step by step."""
