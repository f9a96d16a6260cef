"""Agent hosts on the command line: which are here, their files, and whether what these ask is answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from de_lint.agents.hosts import NAMES, host_named
from de_lint.agents.hosts.host import Host
from de_lint.cli.shown.streams import complain, warn, write_stdout
from de_lint.project.files.discovery import reason


def chosen(root: Path) -> list[Host]:
    """Return the hosts of which something is here, as far as the user agrees; one that he names if there is none."""
    from de_lint.agents.installing import found

    here = found(root)
    try:
        if not here:
            name = click.prompt("No agent host was found here. Which is it", type=click.Choice(NAMES), err=True)
            return [host_named(name)]
        asked = ((host, f"{host.title} ({sign} is here): {host.file.as_posix()}") for host, sign in here.items())
        return [host for host, words in asked if click.confirm(f"Hooks for {words}", default=True, err=True)]
    except click.Abort:  # nobody answers
        click.echo(err=True)
        if len(here) == 1:
            return list(here)
        names = f"; here are {', '.join(host.name for host in here)}" if here else ""
        raise click.UsageError(f"Name the host with --host{names}.") from None


def put(host: Host, agents: Sequence[str], write: bool) -> None:
    """Print what a host's file is to hold, or add it to the file."""
    from de_lint.agents.installing import Unusable, install_hooks, wanted

    name = host.file.as_posix()
    if not write:
        write_stdout(wanted(host, agents))
        warn(f"add this to {name}, or rerun with --write{host.note}")
        return
    try:
        changed = install_hooks(host.file, host, agents)
    except Unusable as error:
        raise click.ClickException(f"{name}: {error}") from None
    if changed is None:
        warn(f"{name} already has these hooks")
        return
    warn(f"added the hooks to {name}{host.note}")
    for event, matchers in changed.before.items():
        for matcher in matchers:
            warn(f"{event}: {changed.now[event]!r} replaces {matcher!r}")


def examine(root: Path, name: str | None, file: str | None) -> int:
    """Print what comes of events that are sent through the installed command lines, and return the exit code."""
    from de_lint.agents.doctor import tried
    from de_lint.agents.events import Unreadable, parsed
    from de_lint.agents.installing import Unusable, installed

    hosts = [host_named(name)] if name else installed(root)
    if not hosts:
        raise click.UsageError("No agent host uses de-lint here; run `de-lint hook install`.")
    works = True
    for host in hosts:
        where = host.file.as_posix()
        try:
            event = parsed(Path(file).read_bytes()) if file else None
            for one in tried(host, root, event):
                works = works and one.works
                mark = "ok" if one.works else "NOT"
                write_stdout(f"{mark:3} {host.title}, {one.event}: {one.said}\n")
        except OSError as error:
            complain(file or where, reason(error))
            return 2
        except (Unreadable, Unusable) as error:
            complain(file or where, str(error))
            return 2
        if host.note:
            warn(f"{where}{host.note}")
    return 0 if works else 1


def tell_of_helpers() -> None:
    """Say on stderr how the helpers in the background do."""
    from de_lint.agents.resident.known import about_helpers

    for line in about_helpers():
        warn(f"helper in the background: {line}")
