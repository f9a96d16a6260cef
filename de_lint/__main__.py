"""The program, and `python -m de_lint`: what fails before the command line is there must not refuse a host's event."""

from __future__ import annotations

import gc
import sys

from de_lint.cli.runs.event_guard import guarded_exit, is_event

#: Objects between two collections: what is read holds no circles, and to look for them takes a twentieth of the time.
_COLLECT_SELDOM = 20_000


def main() -> None:
    """Run the command line and end the process."""
    arguments = sys.argv[1:]
    sys.exit(guarded_exit(arguments, lambda: _answer(arguments)) if is_event(arguments) else _run())


def _answer(arguments: list[str]) -> int:
    from de_lint.cli.runs.event import answer_stdin, options_of

    options = options_of(arguments)
    return _run() if options is None else answer_stdin(options)


def _run() -> int:
    if sys.argv[1:] == ["--version"]:  # asked by scripts, and the command line takes thrice as long to read
        from de_lint.output.program import version

        print(f"de-lint {version()}")
        return 0
    gc.set_threshold(_COLLECT_SELDOM)
    from de_lint.cli.main import run

    return run()


if __name__ == "__main__":
    main()
