"""Strict judging of what was read: the schemas' verdict and the rules."""
