"""The ledger of a session: what its tools proved, and which of its agents' words that bears out."""
