"""What people see beside the results: progress, streams, texts."""
