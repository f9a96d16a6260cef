"""Documents as rows of tables: columns that follow from the JSON Schemas, and the rows that a document gives."""
