"""`de-lint completion SHELL`: the script that completes commands and options."""

from __future__ import annotations

import click

from de_lint.cli.shown.streams import write_stdout

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print a script that completes commands and options in SHELL.

    For bash and zsh, add `eval "$(de-lint completion bash)"` to ~/.bashrc or ~/.zshrc; for fish,
    `de-lint completion fish | source` to ~/.config/fish/config.fish.
    """
    from click.shell_completion import get_completion_class

    program = click.get_current_context().find_root().command
    complete = get_completion_class(shell)
    assert complete is not None
    write_stdout(complete(program, {}, "de-lint", "_DE_LINT_COMPLETE").source() + "\n")
