"""`de-lint hook`: answers an event of an agent host; install it, or replay a recorded event.

Exit code 2 refuses whatever the host is about to do, and click's usage errors end with 2: the event's command ends
with 0 for those, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from de_lint.agents.hosts import NAMES, host_named
from de_lint.cli.options import common
from de_lint.cli.runs.event import answer_event, answer_stdin, fail
from de_lint.cli.runs.event_guard import FAIL_CLOSED
from de_lint.cli.shown.streams import complain, warn
from de_lint.project.files.discovery import reason


class HookGroup(click.Group):
    """A group whose own usage errors are answers; its subcommands are for people and fail as others do."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        """Parse the arguments; answer instead of failing."""
        closed = FAIL_CLOSED in args
        try:
            return super().make_context(info_name, args, *rest, **more)
        except click.UsageError as error:
            raise click.exceptions.Exit(fail(error.format_message(), closed)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand; answer instead of failing."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.exceptions.Exit(fail(error.format_message(), ctx.params["fail_closed"])) from None


host = click.option("--host", type=click.Choice(NAMES), default=NAMES[0], show_default=True, help="The agent host.")


@click.group(cls=HookGroup, invoke_without_command=True)
@host
@click.option(FAIL_CLOSED, is_flag=True, help="Refuse what cannot be checked, with exit code 2.")
@common.config
@common.isolated
@click.pass_context
def command(ctx: click.Context, host: str, fail_closed: bool, config: str | None, isolated: bool) -> int:
    """Answer an event of an agent host, read from standard input.

    Delegations and reports with errors are refused, with the findings and a form to fill in. What cannot be checked
    passes.
    """
    ctx.obj = {"host": host, "fail_closed": fail_closed, "config": config, "isolated": isolated}
    if ctx.invoked_subcommand is not None:
        return 0
    return answer_stdin(ctx.obj)


@command.command()
@click.argument("file", type=click.Path())
@click.option("--host", type=click.Choice(NAMES), help=f"The agent host.  [default: {NAMES[0]}]")
@click.pass_obj
def replay(options: dict[str, Any], file: str, host: str | None) -> int:
    """Answer the event recorded in FILE, without logging or remembering it."""
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
        return answer_event(data, {**options, "host": host or options["host"], "record": False})
    return 2


@command.command()
@click.option("--host", type=click.Choice(NAMES), help="The agent host; by default, those found here are offered.")
@click.option("--agent", "agents", metavar="NAME", multiple=True, help="Check only this agent's reports; repeatable.")
@click.option("--write", is_flag=True, help="Add the settings to the host's file instead of printing them.")
@click.pass_obj
def install(options: dict[str, Any], host: str | None, agents: tuple[str, ...], write: bool) -> None:
    """Print the settings that make a host run de-lint; stderr names the file that they belong in."""
    from de_lint.cli.shown.hosts import chosen, put

    hosts = [host_named(host)] if host else chosen(Path.cwd())
    for each in hosts:
        if agents and not each.chooses_agents:
            raise click.UsageError(f"--agent: {each.title} runs its hooks for every agent.")
    for each in hosts:
        if agents:
            from de_lint.agents.installing import unknown_agents

            settings = common.projects(options["config"], options["isolated"]).of_folder(Path.cwd())
            for line in unknown_agents(agents, each, settings):
                warn(line)
        put(each, agents, write)


@command.command()
@click.argument("file", type=click.Path(), required=False)
@click.option("--host", type=click.Choice(NAMES), help="The agent host; by default, all that use de-lint here.")
def doctor(file: str | None, host: str | None) -> int:
    """Send test events through the installed hooks, and show what the hosts would do.

    The events are a delegation and a report that must be refused, or the one recorded in FILE. Exits with 1 if an event
    gets the wrong answer.
    """
    from de_lint.cli.shown.hosts import examine, tell_of_helpers

    try:
        return examine(Path.cwd(), host, file)
    finally:
        tell_of_helpers()


@command.command()
def stop() -> None:
    """Stop the helpers that run in the background; the next report starts a new one."""
    from de_lint.agents.resident.known import stopped

    ended = stopped()
    warn(f"{ended} helper{'s have' if ended != 1 else ' has'} ended" if ended else "no helper is there")
