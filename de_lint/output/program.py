"""What reports say of the program that wrote them."""

from __future__ import annotations

NAME_OF_PROGRAM = "de-lint"
# Reports must give an absolute address. This one is reserved for documentation: put here where the project is kept.
HOME = "https://example.org/de-lint"


def version() -> str:
    """Return the program's version."""
    import de_lint

    return de_lint.__version__


def rule_page(name: str) -> str:
    """Return the address of the page about the rule with this name."""
    return f"{HOME}/rules/{name}/"
