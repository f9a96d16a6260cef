"""`de-lint hook`: answers an event of an agent host; install it, or replay a recorded event.

Exit code 2 refuses whatever the host is about to do, and click's usage errors end with 2: the event's command ends
with 0 for those, too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from de_lint.agents.answers import HOSTS, Answer, failed
from de_lint.cli import _options
from de_lint.cli._event_guard import FAIL_CLOSED
from de_lint.cli._streams import complain, silence_stdout, warn, write_stdout
from de_lint.project.discovery import reason


class Guarded(click.Group):
    """A group whose own usage errors are answers; its subcommands are for people and fail as others do."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        """Parse the arguments; answer instead of failing."""
        closed = FAIL_CLOSED in args
        try:
            return super().make_context(info_name, args, *rest, **more)
        except click.UsageError as error:
            raise click.exceptions.Exit(_fail(error.format_message(), closed)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand; answer instead of failing."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.exceptions.Exit(_fail(error.format_message(), ctx.params["fail_closed"])) from None


def _fail(why: str, closed: bool) -> int:
    return _give(failed(why, closed), closed)


def _give(answer: Answer, closed: bool) -> int:
    """Give an answer; one that nobody takes is none: it refuses if `closed`, or if it was meant to."""
    try:
        if answer.stderr:
            click.echo(answer.stderr, err=True, nl=False)
        if answer.stdout:
            write_stdout(answer.stdout)
    except (OSError, ValueError):
        silence_stdout()
        return 2 if closed else answer.exit_code
    return answer.exit_code


host = click.option("--host", type=click.Choice(HOSTS), default=HOSTS[0], show_default=True, help="Who asks.")


@click.group(cls=Guarded, invoke_without_command=True)
@host
@click.option(FAIL_CLOSED, is_flag=True, help="Refuse what cannot be judged, with exit code 2.")
@_options.config
@_options.isolated
@click.pass_context
def command(ctx: click.Context, host: str, fail_closed: bool, config: str | None, isolated: bool) -> int:
    """Answer the event of an agent host that is on standard input.

    Delegations and reports with errors are refused, with what to mend and a form to fill in. What cannot be judged is
    let through.
    """
    ctx.obj = {"host": host, "fail_closed": fail_closed, "config": config, "isolated": isolated}
    if ctx.invoked_subcommand is not None:
        return 0
    try:
        data = sys.stdin.buffer.read()
    except (OSError, AttributeError, ValueError) as error:
        return _fail(f"standard input cannot be read: {error}", fail_closed)
    return _answer(data, ctx.obj)


def _answer(data: bytes, options: dict[str, Any]) -> int:
    if options["config"] is not None and options["isolated"]:
        return _fail("--config and --isolated exclude each other.", options["fail_closed"])
    try:
        from de_lint.agents.hook import answer
    except Exception as error:  # a damaged installation must not refuse everything
        return _fail(f"{type(error).__name__}: {error}", options["fail_closed"])
    return _give(answer(data, **options), options["fail_closed"])


@command.command()
@click.argument("file", type=click.Path())
@click.pass_obj
def replay(options: dict[str, Any], file: str) -> int:
    """Answer the event that is recorded in FILE, as if the host had sent it."""
    from de_lint.agents.events import Unreadable, parsed

    try:
        data = Path(file).read_bytes()
        parsed(data)
    except OSError as error:
        complain(file, reason(error))
    except Unreadable as error:
        complain(file, str(error))
    except ValueError as error:  # a name that no file can have
        complain(file, str(error))
    else:
        return _answer(data, options)
    return 2


@command.command()
@host
@click.option("--agent", "agents", metavar="NAME", multiple=True, help="Judge the reports of this agent; repeatable.")
@click.option("--write", is_flag=True, help="Add them to the host's file instead of printing them.")
def install(host: str, agents: tuple[str, ...], write: bool) -> None:
    """Print the settings by which the host asks de-lint, for the file that stderr names."""
    from de_lint.agents.installing import PLACES, Unusable, as_text, install, wanted

    place = PLACES[host]
    if agents and not place.matches:
        raise click.UsageError(f"--agent: {host} runs its hooks for every agent.")
    hooks = wanted(agents, host)
    name = place.file.as_posix()
    if not write:
        write_stdout(as_text(hooks))
        warn(f"this belongs into {name}, where --write puts it{place.note}")
        return
    try:
        install(place.file, hooks)
    except Unusable as error:
        raise click.ClickException(f"{name}: {error}") from None
