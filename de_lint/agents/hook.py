"""An event's bytes to the answer. Most events give nothing to judge, and what judges is not even read for them."""

from __future__ import annotations

from collections.abc import Callable

from de_lint.agents.answers import Reply, failed
from de_lint.agents.events import parsed
from de_lint.agents.hosts import host_named


def answer(
    data: bytes,
    host: str = "claude",
    *,
    config: str | None = None,
    isolated: bool = False,
    fail_closed: bool = False,
    record: bool = True,
    remembers: Callable[[], None] | None = None,
) -> Reply:
    """Return the answer to the event that the bytes hold. Never raises, without `remembers`.

    Settings are those of the folder that the event names, or of `config`. What cannot be judged is let through and
    told to the user, or with `fail_closed` refused. Without `record`, nothing is logged or remembered.
    The resident helper gives `remembers`: it is called before anything of a verdict is remembered, and every error is
    raised, for a process of its own answers then.
    """
    try:
        teller = host_named(host)
        found = teller.given(parsed(data))
        if not (found.is_to_judge or found.starts or found.launched):
            return teller.silent()  # most events are of tools that have nothing to do with agents
        from de_lint.agents.deciding import decided

        return decided(found, teller, config, isolated, record, remembers)
    except Exception as error:  # a stray traceback would end with 1, which blocks nothing
        if remembers:
            raise
        return failed(_why(error), fail_closed)


def _why(error: Exception) -> str:
    file = getattr(error, "file", None)  # that of a wrong configuration
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{file}: {text}" if isinstance(file, str) else text
