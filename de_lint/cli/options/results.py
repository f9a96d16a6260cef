"""Options of commands that print findings, and how these are printed and written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common
from de_lint.output.context import OutputContext
from de_lint.output.default_format import default_format
from de_lint.output.formats import finding_formats
from de_lint.project.configuration.settings import CommandLine
from de_lint.project.files.discovery import reason

if TYPE_CHECKING:
    from de_lint.cli.runs.outcome import RunOutcome
    from de_lint.project.configuration.settings import Settings

#: Terminals that show links: by TERM_PROGRAM, by TERM, and by the version of GNOME's library.
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"})
_LINKING_TERMINALS = frozenset({"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour"})
_LINKING_VTE = 5_000


def usual_format() -> str:
    """Return the format of a run that names none."""
    return default_format(os.environ, terminal=sys.stdout is not None and sys.stdout.isatty())


def _destinations(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each FORMAT:FILE as a pair."""
    pairs = []
    for value in values:
        name, _colon, file = value.partition(":")
        if name not in finding_formats() or not file:
            known = ", ".join(finding_formats())
            raise click.BadParameter(f"{value!r} is not FORMAT:FILE, with FORMAT one of {known}.")
        pairs.append((name, file))
    return pairs


output_format = click.option(
    "--format", "output_format", type=click.Choice(list(finding_formats())), default=usual_format,
    show_default="text; agent when an agent runs this", help="Format of findings on stdout.",
)  # fmt: skip
outputs = click.option(
    "--output", "outputs", metavar="FORMAT:FILE", multiple=True, callback=_destinations,
    help="Also write findings to FILE in this format; repeatable.",
)  # fmt: skip
select = click.option(
    "--select", metavar="RULES", multiple=True, help="Apply only these rules: codes, prefixes, names or ALL."
)
ignore = click.option("--ignore", metavar="RULES", multiple=True, help="Do not apply these rules.")
extend_select = click.option("--extend-select", metavar="RULES", multiple=True, help="Apply these rules in addition.")
role = click.option("--role", metavar="ROLE", help="Check reports as those of this agent role.")
fail_on = click.option(
    "--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", show_default=True,
    help="Exit with 1 for findings of this severity or higher.",
)  # fmt: skip
exit_zero = click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Use colours."
)


def command_line(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend: tuple[str, ...],
    kind: str | None,
    role: str | None,
    suppressions: bool,
    base: str | None = None,
) -> CommandLine:
    """Return what the command line says of rules and records."""
    chosen = tuple(common.split(select)) if select else None
    more, fewer = tuple(common.split(extend)), tuple(common.split(ignore))
    return CommandLine(chosen, more, fewer, kind, role, suppressions, base)


def require_known(given: CommandLine, settings: Callable[[], Iterable[Settings]]) -> None:
    """Fail for a selector that fits no rule: none that ships, nor one of the settings, which may bring more."""
    selectors = (*(given.select or ()), *given.ignore, *given.extend_select)
    if not selectors:
        return
    from de_lint.judging.check import selected

    unknown = [selector for selector in selectors if not selected([selector])]
    if not unknown:
        return
    from de_lint.judging.selectors import UnknownRule

    rules = list(dict.fromkeys(rule for each in settings() for rule in each.rules))
    for selector in unknown:
        if not selected([selector], rules=rules):
            raise click.UsageError(f"{UnknownRule(selector, rules)} `de-lint rules` lists the rules.")


def shows_links(environment: Mapping[str, str]) -> bool:
    """Say whether stdout is a terminal known to show links; FORCE_HYPERLINK decides where it is set."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if sys.stdout is None or not sys.stdout.isatty() or "TMUX" in environment or "STY" in environment:
        return False
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM") in _LINKING_TERMINALS
        or "WT_SESSION" in environment
        or (version.isdecimal() and int(version) >= _LINKING_VTE)
    )


def context(outcome: RunOutcome, color: bool, unsafe: bool) -> OutputContext:
    """Return what formats know of a run beside its findings."""
    links = color and shows_links(os.environ)
    files, sources, more = outcome.files, outcome.sources, outcome.more_rules
    return OutputContext(len(files), sources, color, links, paths=files, unsafe=unsafe, more_rules=more)


def write_files(outputs: Sequence[tuple[str, str]], outcome: RunOutcome, unsafe: bool) -> None:
    """Write the findings to each file in its format; one that cannot be written makes the run fail."""
    from de_lint.project.files.writing import atomic

    for name, file in outputs:
        text = finding_formats()[name](outcome.shown, context(outcome, False, unsafe))
        try:
            with atomic(file) as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            outcome.fail(file, reason(error))
