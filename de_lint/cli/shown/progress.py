"""A bar on stderr, for people who wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from de_lint.cli.shown.streams import is_quiet

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Item = TypeVar("Item")

#: A run that is over by then shows no bar.
PATIENCE = 1.0


def shows_progress() -> bool:
    """Tell whether there is anybody to show a bar to."""
    return sys.stderr is not None and sys.stderr.isatty() and not is_quiet()


def with_progress(items: Iterable[Item], length: int | None) -> Iterator[Item]:
    """Yield the items; where stderr is a terminal, a bar counts them after the first second.

    It says how many there are a second, and the time left unless `length`, how many there will be, is None.
    """
    if not shows_progress():
        yield from items
        return
    started, bar, done, shown = time.monotonic(), None, 0, 0
    try:
        for item in items:
            yield item
            done += 1
            taken = time.monotonic() - started
            if bar is None and done != length and taken > PATIENCE:
                bar = _bar(length)
            if bar is not None:
                bar.update(done - shown, done / taken)
                shown = done
    finally:
        if bar is not None:
            _erase(bar)


def _bar(length: int | None) -> ProgressBar[Any]:
    nothing: Iterator[Any] = filter(None, ())  # it has no length of its own
    bar = click.progressbar(
        nothing, length, label="de-lint", show_pos=True, item_show_func=_rate, file=sys.stderr,
        update_min_steps=1,
    )  # fmt: skip
    return bar.__enter__()


def _rate(items_a_second: float | None) -> str | None:
    return None if items_a_second is None else f"{items_a_second:,.0f}/s"


def _erase(bar: ProgressBar[Any]) -> None:
    """Take the bar off the screen: what follows is the result."""
    bar.render_finish()
    if sys.platform != "win32":
        print("\x1b[1A\x1b[2K", end="", file=sys.stderr, flush=True)
