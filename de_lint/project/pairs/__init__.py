"""Reports and the delegations that they answer, in many files."""
