"""`convert --explain`: why documents are read as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from de_lint.bulk.converting import RefusedInput
from de_lint.cli.shown.streams import write_stdout
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import reason

if TYPE_CHECKING:
    from de_lint.bulk.inputs.sources import Sources
    from de_lint.cli.runs.converting import Refusals
    from de_lint.project.configuration.projects import Projects


def explained(sources: Sources, projects: Projects, refusals: Refusals) -> int:
    """Print why each document is read as it is; return the exit code of a conversion."""
    from de_lint.output.explanation import explanation

    failed = False
    for each in sources:
        try:
            write_stdout(explanation(projects.of(each.file).read(each.load(), each.path, each.file)))
        except (ConfigurationError, BrokenPipeError):
            raise
        except OSError as error:
            failed = True
            refusals.tell(each, RefusedInput(reason(error)))
        except Exception as error:  # one document must not cost the others their explanation
            failed = True
            refusals.tell(each, RefusedInput(f"internal failure: {type(error).__name__}: {error}"))
    refusals.tell_rest()
    return int(failed)
