"""Which files a run reads, and how files are written."""
