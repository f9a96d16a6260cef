"""Which files hold Markdown, by their names."""

from __future__ import annotations

MARKDOWN = (".md", ".markdown")


def is_markdown(name: str) -> bool:
    """Tell whether a name, or a path, is a Markdown file's."""
    return name.lower().endswith(MARKDOWN)
