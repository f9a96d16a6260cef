"""Runs over many files: verdicts, processes, what is remembered, what is fixed."""
