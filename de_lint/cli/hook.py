"""`de-lint hook`: answers an event of an agent host; install it, or replay a recorded event.

Exit code 2 refuses whatever the host is about to do, and click's usage errors end with 2: the event's command ends
with 0 for those, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from de_lint.agents.hosts import NAMES, host_named
from de_lint.cli import _options
from de_lint.cli._event import answer_event, answer_stdin, fail
from de_lint.cli._event_guard import FAIL_CLOSED
from de_lint.cli._streams import complain, warn, write_stdout
from de_lint.project.discovery import reason


class Guarded(click.Group):
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


host = click.option("--host", type=click.Choice(NAMES), default=NAMES[0], show_default=True, help="Who asks.")


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
    return answer_stdin(ctx.obj)


@command.command()
@click.argument("file", type=click.Path())
@click.option("--host", type=click.Choice(NAMES), help=f"Who asks.  [default: {NAMES[0]}]")
@click.pass_obj
def replay(options: dict[str, Any], file: str, host: str | None) -> int:
    """Answer the event that is recorded in FILE, as if the host had sent it; nothing is logged or remembered."""
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
@host
@click.option("--agent", "agents", metavar="NAME", multiple=True, help="Judge the reports of this agent; repeatable.")
@click.option("--write", is_flag=True, help="Add them to the host's file instead of printing them.")
@click.pass_obj
def install(options: dict[str, Any], host: str, agents: tuple[str, ...], write: bool) -> None:
    """Print the settings by which the host asks de-lint, for the file that stderr names."""
    from de_lint.agents.installing import Unusable, unknown_agents, wanted
    from de_lint.agents.installing import install as add

    chosen = host_named(host)
    if agents and not chosen.chooses_agents:
        raise click.UsageError(f"--agent: {chosen.title} runs its hooks for every agent.")
    if agents:
        settings = _options.projects(options["config"], options["isolated"]).of_folder(Path.cwd())
        for line in unknown_agents(agents, chosen, settings):
            warn(line)
    name = chosen.file.as_posix()
    if not write:
        write_stdout(wanted(chosen, agents))
        warn(f"this belongs into {name}, where --write puts it{chosen.note}")
        return
    try:
        changed = add(chosen.file, chosen, agents)
    except Unusable as error:
        raise click.ClickException(f"{name}: {error}") from None
    if changed is None:
        warn(f"{name} has these hooks already")
        return
    warn(f"the hooks are in {name} now{chosen.note}")
    for event, matchers in changed.before.items():
        for matcher in matchers:
            warn(f"{event}: {changed.now[event]!r} is in the place of {matcher!r}")
