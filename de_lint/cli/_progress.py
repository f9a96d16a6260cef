"""A bar on stderr, for people who wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

Item = TypeVar("Item")

#: A run that is over by then shows no bar.
PATIENCE = 1.0


def with_progress(items: Iterable[Item], length: int) -> Iterator[Item]:
    """Yield the items; where stderr is a terminal, a bar counts them after the first second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    started, bar, done, shown = time.monotonic(), None, 0, 0
    try:
        for item in items:
            yield item
            done += 1
            if bar is None and done < length and time.monotonic() - started > PATIENCE:
                bar = _bar(length)
            if bar is not None:
                bar.update(done - shown)
                shown = done
    finally:
        if bar is not None:
            _erase(bar)


def _bar(length: int) -> ProgressBar[Any]:
    bar = click.progressbar(length=length, label="de-lint", show_pos=True, file=sys.stderr)
    return bar.__enter__()


def _erase(bar: ProgressBar[Any]) -> None:
    """Take the bar off the screen: what follows is the result."""
    bar.render_finish()
    if sys.platform != "win32":
        print("\x1b[1A\x1b[2K", end="", file=sys.stderr, flush=True)
