"""What de-lint says inside an agent host's loop: its events judged, and answered in the host's words."""
