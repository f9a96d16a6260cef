"""Writing: records back to canonical Markdown, blank documents, and the contract in other forms."""
