"""What reports claim that can be looked at: files, commits, tests, tallies, shares and totals."""
