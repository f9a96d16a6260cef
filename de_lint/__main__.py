"""The program, and `python -m de_lint`: what fails before the command line is there must not refuse a host's event."""

from __future__ import annotations

import sys

from de_lint.cli._event_guard import guarded, is_event


def main() -> None:
    """Run the command line and end the process."""
    arguments = sys.argv[1:]
    sys.exit(guarded(arguments, _run) if is_event(arguments) else _run())


def _run() -> int:
    from de_lint.cli.main import run

    return run()


if __name__ == "__main__":
    main()
