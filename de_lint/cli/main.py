"""The `de-lint` program: finds its commands by listing the folder `commands`, ends with the contract's exit codes."""

from __future__ import annotations

import sys
from typing import Any

import click

from de_lint.cli import commands
from de_lint.cli.folder import Folder
from de_lint.cli.runs.event_guard import guarded_exit, is_event
from de_lint.cli.shown.streams import complain, silence_stdout
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import reason

USAGE_OR_FAILURE = 2
INTERRUPTED = 130
#: Marks a run that answers an event of an agent host: its failures are answers, too.
_AN_EVENT = object()


class Commands(Folder):
    """The program: its commands are the files of the folder `commands`."""

    package = commands

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a closed pipe and an interruption end it quietly (click itself would not)."""
        if ctx.obj is _AN_EVENT:
            return self._answer(ctx)
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence_stdout()
            return 0
        except KeyboardInterrupt:
            return INTERRUPTED

    def _answer(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would say so on stderr
            raise RuntimeError("interrupted") from None


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from de_lint.output.program import version

        click.echo(_versions() if ctx.params["as_json"] else f"de-lint {version()}")
        ctx.exit()


def _versions() -> str:
    """Return what a bug report needs to know of the program and what it runs on, as JSON."""
    import platform

    from de_lint.output.json_text import json_text
    from de_lint.output.program import NAME_OF_PROGRAM, version

    python = {"python": platform.python_version(), "platform": platform.platform()}
    return json_text({"schema_version": 1, "name": NAME_OF_PROGRAM, "version": version(), **python}, pretty=True)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, callback=_print_version, help="Show the version and exit.")
@click.option("--json", "as_json", is_flag=True, is_eager=True, help="With --version: show it as JSON.")
def program(as_json: bool) -> None:
    """Check what AI agents write to each other: delegations, progress reports and agent definitions in Markdown.

    Start with `de-lint init`, then `de-lint check`. Environment variables such as DE_LINT_CHECK_FAIL_ON=warning set
    options of every command but hook.
    """
    if as_json:
        raise click.UsageError("--json goes with --version; commands have --format json.")


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    return guarded_exit(given, lambda: _result(given, _AN_EVENT)) if is_event(given) else _run(given)


def _run(arguments: list[str]) -> int:
    try:
        result = _result(arguments)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return USAGE_OR_FAILURE
    except click.Abort:
        return INTERRUPTED
    except ConfigurationError as error:
        complain(error.file, error.why)
        return USAGE_OR_FAILURE
    except OSError as error:
        complain(str(error.filename or "-"), reason(error))
        return USAGE_OR_FAILURE
    except Exception:  # Python would end with 1, which means findings
        import traceback

        traceback.print_exc()
        return USAGE_OR_FAILURE


def _result(arguments: list[str], told: object = None) -> Any:
    return program.main(args=arguments, prog_name="de-lint", standalone_mode=False, obj=told)


def main() -> None:
    """Run the command line and end the process."""
    sys.exit(run())
