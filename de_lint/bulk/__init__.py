"""Conversion of whole archives: inputs, processes, sinks, quarantine, resumption and what follows from many records."""
