"""What an editor is told is what `de-lint check` finds in the same text."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types

from .client import Findings, session

_SEVERITIES: dict[Any, str] = dict(zip(types.DiagnosticSeverity, ("error", "warning", "info", "hint"), strict=True))
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def checked(folder: Path) -> dict[str, list[dict[str, Any]]]:
    result = subprocess.run(
        [sys.executable, "-m", "de_lint", "check", ".", "--format", "json", "--no-cache", "--exit-zero"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {}
    for each in json.loads(result.stdout)["findings"]:
        found.setdefault(each["path"], []).append(each)
    return found


def as_checked(findings: Findings, text: str) -> list[tuple[Any, ...]]:
    """Return what was published with the places of `check`: lines and columns from 1, in characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def column(place: Any) -> int:
        line = lines[place.line] if place.line < len(lines) else ""
        return len(line.encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")) + 1

    return [
        (each.code, each.message, _SEVERITIES[each.severity], each.range.start.line + 1, column(each.range.start),
         each.range.end.line + 1, column(each.range.end))
        for each in findings
    ]  # fmt: skip


def test_all_fixtures_are_judged_as_check_judges_them(tmp_path: Path) -> None:
    folder = tmp_path / "fixtures"
    for each in sorted(FIXTURES.glob("*/*/input.md")):
        try:
            each.read_bytes().decode()
        except UnicodeDecodeError:
            continue  # what an editor makes of such a file is its own affair
        target = folder / each.parent.relative_to(FIXTURES) / "input.md"
        target.parent.mkdir(parents=True)
        shutil.copy(each, target)
    expected = checked(folder)
    assert sum(map(len, expected.values())) > 50

    async def judged() -> None:
        async with session(folder) as client:
            files = sorted(folder.rglob("*.md"))
            uris = {client.open(file): file for file in files}
            await client.until(lambda: client.refreshed > 0)
            for uri, file in uris.items():
                text = client.texts[uri]
                wanted = [
                    (f["code"], f["message"], f["severity"], f["line"], f["column"], f["end_line"], f["end_column"])
                    for f in expected.get(file.relative_to(folder).as_posix(), [])
                ]
                assert as_checked(await client.findings(uri), text) == wanted, file

    asyncio.run(judged())
