"""The charting library: Vega-Lite, as the optional package vl-convert-python carries it."""

from __future__ import annotations

from functools import cache


class MissingLibrary(Exception):
    """The optional package is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__("the dashboard's charts need an optional package: pip install 'de-lint[dashboard]'")


def require_library() -> None:
    """Raise MissingLibrary now rather than after a long run."""
    try:
        import vl_convert  # noqa: F401
    except ImportError:
        raise MissingLibrary from None


@cache
def chart_library() -> str:
    """Return the script that gives a page `vegaEmbed`, with everything that it needs; raise MissingLibrary."""
    require_library()
    import vl_convert

    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script
