"""Tolerant reading of bytes into records; total, and never raises."""
