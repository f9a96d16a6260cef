"""What a change changes: JSON and findings of the fixtures, and of other folders, before and after.

    make parity                                        # the fixtures, against HEAD
    make parity CORPUS="reports ../archive" BASE=main  # and every Markdown file of these folders, against main

The base revision is checked out into a temporary worktree and reads the same files. For each file that reads otherwise
the JSON Pointers of what changed are printed, with both values.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
#: Reads with the code and the tables of a folder; takes file names on stdin and prints a document a line.
_READ = """
import importlib.util, json, pathlib, sys
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root))
# An editable install would give the tables of the working tree to either side.
tables = importlib.util.spec_from_file_location(
    "de_lint.schemas", root / "schemas" / "__init__.py", submodule_search_locations=[str(root / "schemas")]
)
sys.modules["de_lint.schemas"] = importlib.util.module_from_spec(tables)
from de_lint.judging.check import check
from de_lint.reading.document import read
for name in sys.stdin.read().splitlines():
    with open(name, "rb") as stream:
        data = stream.read()
    try:
        document = read(data, name)
        found = document.to_json() | {"findings": [finding.to_json() for finding in check(document)]}
    except Exception as error:
        found = {"failure": f"{type(error).__name__}: {error}"}
    print(json.dumps(found))
"""
_LONGEST = 70


def files(folders: list[Path]) -> list[Path]:
    """Return the Markdown files of folders, sorted; a named file is one whatever it is called."""
    found = [p for f in folders for p in ([f] if f.is_file() else f.rglob("*")) if p.is_file()]
    return sorted({p.resolve() for p in found if p.suffix.lower() in (".md", ".markdown") or p in folders})


def snapshot(code: Path, names: list[Path]) -> list[Any]:
    """Return the JSON of files as the code in a folder reads them."""
    environment = {**os.environ, "PYTHONPATH": str(code), "PYTHONHASHSEED": "0"}
    given = "\n".join(map(str, names))
    ran = subprocess.run(
        [sys.executable, "-c", _READ, str(code)], input=given, env=environment, cwd=code, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    if ran.returncode:
        sys.exit(f"the reader of {code} fails:\n{ran.stderr}")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def before(base: str, names: list[Path]) -> list[Any]:
    """Return the JSON of files as a revision reads them."""
    with tempfile.TemporaryDirectory(prefix="de-lint-parity-") as folder:
        place = Path(folder) / "base"
        git("worktree", "add", "--detach", "--quiet", str(place), base)
        try:
            return snapshot(place, names)
        finally:
            git("worktree", "remove", "--force", str(place))


def git(*arguments: str) -> None:
    """Run git in this repository; end the program where it fails."""
    ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode:
        sys.exit(ran.stderr.strip())


def changes(old: Any, new: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield the JSON Pointer of each value that differs, with both values; None for one that is not there."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from changes(old.get(key), new.get(key), f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            both = (one[index] if index < len(one) else None for one in (old, new))
            yield from changes(*both, f"{pointer}/{index}")
    elif old != new:
        yield pointer, old, new


def shown(value: Any) -> str:
    """Return a value on one short line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def main() -> int:
    """Print what changed; return 1 where anything did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders or files to read beside the fixtures")
    parser.add_argument("--base", default="HEAD", help="the revision to compare with")
    parser.add_argument("--brief", action="store_true", help="print the number of changes of each pointer only")
    given = parser.parse_args()
    names = files([FIXTURES, *given.folders])
    counts: dict[str, int] = {}
    differing = 0
    for name, old, new in zip(names, before(given.base, names), snapshot(ROOT, names), strict=True):
        found = list(changes(old, new))
        if not found:
            continue
        differing += 1
        if not given.brief:
            print(os.path.relpath(name))
        for pointer, was, now in found:
            kind = "/".join("*" if part.isdigit() else part for part in pointer.split("/"))
            counts[kind] = counts.get(kind, 0) + 1
            if not given.brief:
                print(f"  {pointer}: {shown(was)} -> {shown(now)}")
    for kind, count in sorted(counts.items(), key=lambda one: -one[1]) if given.brief else ():
        print(f"{count:6} {kind}")
    print(f"{differing} of {len(names)} files read otherwise than at {given.base}")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
