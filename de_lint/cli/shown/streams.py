"""The standard streams: results on stdout, always UTF-8; everything else on stderr."""

from __future__ import annotations

import os
import sys

#: Where the context of a command says that it is to print nothing on stderr but errors.
QUIET = "de_lint.quiet"
#: What a complaint may repeat of a path or a reason, in characters.
LONGEST = 600


def write_stdout(text: str) -> None:
    """Write `text` and flush it, so that a closed pipe shows here and not when the process ends."""
    # What UTF-8 cannot hold, such as a half of a file name's broken character, is written as an escape.
    write_bytes(text.encode("utf-8", "backslashreplace"))


def write_bytes(data: bytes) -> None:
    """Write a document as it is."""
    if sys.stdout is None:
        raise OSError(0, "standard output is closed")
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
        return
    sys.stdout.flush()
    stream.write(data)
    stream.flush()


def complain(path: str, why: str) -> None:
    """Say on stderr, in one line of a length that can be read, what is wrong with a path."""
    from de_lint.output.plain_text import neutralised

    warn(f"{_cut(neutralised(path))}: {_cut(neutralised(why))}")


def _cut(text: str) -> str:
    """Return `text`, without its middle where it is very long."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}…{text[-half:]}"


def warn(message: str) -> None:
    """Say something on stderr, in one line."""
    if sys.stderr is not None:
        print(f"de-lint: {message.encode('utf-8', 'backslashreplace').decode('utf-8')}", file=sys.stderr)


def remark(message: str) -> None:
    """Say something on stderr that is no error: nothing where the command is to be quiet."""
    if not is_quiet():
        warn(message)


def is_quiet() -> bool:
    """Tell whether the command that runs was asked to print nothing on stderr but errors."""
    import click

    context = click.get_current_context(silent=True)
    return context is not None and QUIET in context.meta


def silence_stdout() -> None:
    """Point stdout nowhere, so that nothing complains about a closed pipe when the process ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def wants_color(choice: str) -> bool:
    """Say whether to colour stdout; for `auto`, NO_COLOR, then FORCE_COLOR, then the terminal decide."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
