"""What reports say of the program that wrote them."""

from __future__ import annotations

from de_lint.diagnostics import OWN_FAMILY

NAME_OF_PROGRAM = "de-lint"
# Reports must give an absolute address. This one is reserved for documentation: put here where the project is kept.
HOME = "https://example.org/de-lint"


def version() -> str:
    """Return the program's version."""
    import de_lint

    return de_lint.__version__


def rule_page(code: str, name: str) -> str:
    """Return the address of the page about a rule; all those that do not ship have one together."""
    ships = code[1:].isdigit() and not code.startswith(OWN_FAMILY)
    return f"{HOME}/rules/{name}/" if ships else f"{HOME}/own-rules/"
