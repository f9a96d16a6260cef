"""Template documents to role schemas: the template that a team writes for people is its contract."""
