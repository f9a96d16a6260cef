"""The language server: what an editor shows of delegations and reports while they are written."""
