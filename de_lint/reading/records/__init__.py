"""Field trees to records: delegations, progress reports and agent templates."""
