"""What the client says of configuration and rules; the command line says the same before it does."""

from __future__ import annotations

from typing import Any

from de_lint.classes import dataclass, field, replace
from de_lint.project.configuration.settings import CommandLine

#: What clients call the settings, among those of other servers.
SECTION = "de-lint"


class UnusableOption(ValueError):
    """A setting of the client that means nothing; the message says which, and what it must be."""


@dataclass(frozen=True, slots=True)
class Options:
    """The configuration file to use, or none, and the rules to run, as `de-lint check` takes them."""

    config: str | None = None
    isolated: bool = False
    command_line: CommandLine = field(default_factory=CommandLine)

    def told(self, said: Any) -> Options:
        """Return these options with what a client's settings say; what they leave out or leave empty stays."""
        if said is None:
            return self
        if not isinstance(said, dict):
            raise UnusableOption(f"{SECTION}: {said!r} is not a table of settings")
        config, isolated = said.get("configuration"), said.get("isolated")
        if config is not None and not isinstance(config, str):
            raise UnusableOption(f"{SECTION}.configuration: {config!r} is not a path")
        if isolated is not None and not isinstance(isolated, bool):
            raise UnusableOption(f"{SECTION}.isolated: {isolated!r} is not true or false")
        line, select = self.command_line, _selectors(said, "select")
        line = replace(
            line,
            select=select or line.select,
            extend_select=_selectors(said, "extendSelect") or line.extend_select,
            ignore=_selectors(said, "ignore") or line.ignore,
        )
        alone = self.isolated if isolated is None else isolated
        return Options(None if alone else config or self.config, alone, line)


def json_of_client(said: Any) -> Any:
    """Return what a client says as values of JSON, whatever its library made of them."""
    if hasattr(said, "_asdict"):
        said = said._asdict()
    if isinstance(said, dict):
        return {key: json_of_client(value) for key, value in said.items()}
    return [json_of_client(value) for value in said] if isinstance(said, (list, tuple)) else said


def _selectors(said: dict[str, Any], name: str) -> tuple[str, ...]:
    given = said.get(name) or []
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise UnusableOption(f"{SECTION}.{name}: {given!r} is not a list of rules")
    return tuple(given)
