"""`de-lint format`: records in canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, remark, silence_stdout, write_bytes, write_stdout
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import Input, reason
from de_lint.vocabulary.unknown import UnknownRole

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.writing.formatting import Formatted

#: What a file did to the exit code; the highest one counts.
FINE, UNFORMATTED, FAILED = 0, 1, 2


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Show what would change and write nothing; exit with 1 if anything would.")
@click.option("--prose", is_flag=True, help="Also lay out the text around records, as mdformat does.")
@common.read_inputs
@common.quiet
def command(
    inputs: common.Inputs,
    check: bool,
    diff: bool,
    prose: bool,
) -> int:
    """Rewrite delegations and reports with canonical labels, order and bullets.

    PATHS are files, folders or - for standard input; by default, the working directory. Text around records stays as it
    is. A file whose records would change in meaning is left alone.
    """
    projects = inputs.projects()
    run = FormatRun(projects, check, diff, prose)
    codes = [run.exit_code_of(each) for each in inputs.found(projects)]
    return max(codes, default=FINE)


class FormatRun:
    """How files are formatted, and what is done with the result."""

    def __init__(self, projects: Projects, check: bool, diff: bool, prose: bool) -> None:
        self.projects = projects
        self.check = check
        self.diff = diff
        self.prose = prose

    def exit_code_of(self, given: Input) -> int:
        """Format one input, and return what it does to the exit code."""
        try:
            data = given.read()
            result = self._formatted(given, data)
            return self._deliver(given, data, result)
        except ConfigurationError:
            raise
        except UnknownRole as error:
            raise click.UsageError(str(error)) from None
        except BrokenPipeError:
            silence_stdout()
            return FINE
        except OSError as error:
            complain(given.path, reason(error))
        except Exception as error:  # one file must not cost the others theirs
            complain(given.path, f"internal failure: {type(error).__name__}: {error}")
        return FAILED

    def _formatted(self, given: Input, data: bytes) -> Formatted:
        from de_lint.writing.formatting import formatted

        file = given.file or given.path
        settings = self.projects.of(file)
        return formatted(data, lambda now: settings.read(now, given.path, file), self.prose)

    def _deliver(self, given: Input, data: bytes, result: Formatted) -> int:
        if result.left_alone is not None:
            complain(given.path, f"left alone: {result.left_alone}")
        differs = result.data != data
        if self.diff and differs:
            from de_lint.output.diff import text_diff

            write_stdout(text_diff(given.path, data, result.data))
        if self.check and differs:
            complain(given.path, "is not formatted")
        if self.check or self.diff:
            return UNFORMATTED if differs or result.left_alone is not None else FINE
        self._write(given, result.data, data)
        return UNFORMATTED if result.left_alone is not None else FINE

    def _write(self, given: Input, data: bytes, before: bytes) -> None:
        if given.file is None:
            write_bytes(data)
        elif data != before:
            from de_lint.project.files.writing import atomic

            with atomic(str(given.file), before) as stream:
                stream.write(data)
            remark(f"formatted {given.path}")
