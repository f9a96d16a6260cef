"""The JSON Schemas as Python: kinds, roles, statuses and ticket systems, with their labels and value shapes."""
