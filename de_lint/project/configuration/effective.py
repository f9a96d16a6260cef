"""The settings in effect, each with where it is from, as rows and as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from de_lint.classes import dataclass
from de_lint.output.json_text import json_text
from de_lint.project.configuration.settings import HOOK_DEFAULTS, Settings
from de_lint.project.configuration.tickets import systems_of

DEFAULT, COMMAND_LINE = "default", "command line"
_TICKETS: Mapping[str, object] = {"projects": {}, "custom": [], "registry": None}
_BEFORE_RULES: Mapping[str, object] = {"templates": [], "roles": [], "vocabularies": [], "required": {}, "aliases": {}}
_AFTER_RULES: Mapping[str, object] = {
    "rules": {}, "severity": {}, "baseline": None, "include": [], "exclude": [], "per-path": {},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its name, its value, and the defaults, a file or the command line as its origin."""

    name: str
    value: Any
    origin: str

    def to_json(self) -> dict[str, object]:
        """Return the row as JSON."""
        return {"name": self.name, "value": self.value, "origin": self.origin}


def effective_rows(settings: Settings) -> list[SettingRow]:
    """Return every setting in effect; one that file and command line share has a row for each."""
    return [*_words(settings), *_rules(settings)]


def _words(settings: Settings) -> Iterator[SettingRow]:
    data, file = settings.configuration.data, settings.configuration.name
    for name, default in _BEFORE_RULES.items():
        yield _row(data, name, default, file)
    derived = {"systems": systems_of(data.get("tickets", {}))}
    closed = {"closed": settings.vocabulary.tickets["closed"]}
    yield from _table(data, "tickets", {**derived, **_TICKETS, **closed}, file)


def _rules(settings: Settings) -> Iterator[SettingRow]:
    data, given, file = settings.configuration.data, settings.command_line, settings.configuration.name
    lists = {"select": given.select, "extend-select": given.extend_select, "ignore": given.ignore}
    for name, said in lists.items():
        heeded = name in data and given.select is None  # a selection on the command line starts anew
        if heeded:
            yield SettingRow(name, data[name], file)
        if said:
            yield SettingRow(name, list(said), COMMAND_LINE)
        if not said and not heeded:
            yield SettingRow(name, None if name == "select" else [], DEFAULT)
    for name, default in _AFTER_RULES.items():
        yield _row(data, name, default, file)
    yield from _table(data, "hook", HOOK_DEFAULTS, file)
    for name, value in (("kind", given.kind), ("role", given.role)):
        yield SettingRow(name, value, COMMAND_LINE if value else DEFAULT)


def _table(data: Mapping[str, Any], table: str, defaults: Mapping[str, object], file: str) -> Iterator[SettingRow]:
    for name, default in defaults.items():
        row = _row(data.get(table, {}), name, default, file)
        yield SettingRow(f"{table}.{name}", row.value, row.origin)


def _row(data: Mapping[str, Any], name: str, default: object, file: str) -> SettingRow:
    return SettingRow(name, data[name], file) if name in data else SettingRow(name, default, DEFAULT)


def rules_in_effect(settings: Settings) -> list[str]:
    """Return the codes of the rules that judge a file for which no pattern says otherwise."""
    from de_lint.judging.check import selected

    codes = settings.without_patterns().codes
    return sorted(rule.code for rule in selected(rules=settings.rules)) if codes is None else list(codes)


def settings_json(groups: Mapping[Settings, int]) -> str:
    """Return the settings of several configurations, each with the number of files under it, as JSON."""
    documents = [
        {
            "file": settings.configuration.name if settings.configuration.file else None,
            "files": files,
            "settings": [row.to_json() for row in effective_rows(settings)],
            "rules": rules_in_effect(settings),
        }
        for settings, files in groups.items()
    ]
    return json_text({"schema_version": 1, "configurations": documents}, pretty=True) + "\n"


def settings_text(groups: Mapping[Settings, int]) -> str:
    """Return the same for people: a line a setting."""
    parts = []
    for settings, files in groups.items():
        name = settings.configuration.name if settings.configuration.file else "no configuration file"
        lines = [f"# {name}, {files} {'file' if files == 1 else 'files'}"]
        lines += [f"{row.name} = {_shown(row.value)}  # {row.origin}" for row in effective_rows(settings)]
        parts.append("\n".join([*lines, f"rules: {' '.join(rules_in_effect(settings))}", ""]))
    return "\n".join(parts)


def _shown(value: object) -> str:
    return "unset" if value is None else json_text(value, pretty=False)
