"""Put the playground into a folder: its page, Pyodide from the npm registry, and what `de_lint.check` imports.

`python docs/playground/build.py build/site/playground`, or `make playground`. Needs npm the first time.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ("icon.svg", "page.html", "page.css", "page.js", "worker.js")
PYODIDE = "314.0.7"
KEPT = ROOT / "build" / f"pyodide-{PYODIDE}.tgz"
#: Of the package, as SHA-512.
INTEGRITY = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
#: What reading and checking import; none of it needs its compiled parts.
LIBRARIES = ("ftfy", "jsonschema", "markdown-it-py", "PyYAML", "rapidfuzz", "snowballstemmer")


def main(out: Path) -> None:
    """Write the playground into a folder."""
    (out / "pyodide").mkdir(parents=True, exist_ok=True)
    for name in PAGE:
        shutil.copyfile(HERE / name, out / name)
    with tarfile.open(runtime()) as packed:
        for name in RUNTIME:
            member = packed.extractfile(f"package/{name}")
            assert member is not None
            (out / "pyodide" / name).write_bytes(member.read())
    with zipfile.ZipFile(out / "reader.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path, file in sorted(modules()):
            packed.writestr(zipfile.ZipInfo(path), file.read_bytes(), zipfile.ZIP_DEFLATED)


def runtime() -> Path:
    """Return Pyodide as npm packs it, asked for once."""
    if not KEPT.exists():
        KEPT.parent.mkdir(exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", f"pyodide@{PYODIDE}"], cwd=KEPT.parent, check=True)
    found = base64.b64encode(hashlib.sha512(KEPT.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        KEPT.unlink()
        sys.exit(f"pyodide {PYODIDE} is not the one that this script knows: sha512-{found}")
    return KEPT


def modules() -> Iterator[tuple[str, Path]]:
    """Yield the files of de-lint and of the libraries: where each belongs, and where it is."""
    yield "rpds.py", HERE / "rpds.py"
    for folder, within, kinds in (("de_lint", "de_lint", "*.py"), ("schemas", "de_lint/schemas", "*.*")):
        for file in (ROOT / folder).rglob(kinds):
            if "__pycache__" not in file.parts:
                yield f"{within}/{file.relative_to(ROOT / folder).as_posix()}", file
    for name in sorted(needed(LIBRARIES)):
        for entry in distribution(name).files or ():
            if ".." not in entry.parts and entry.suffix not in (".pyc", ".so", ".pyd", ".pyi", ".pyx"):
                yield entry.as_posix(), Path(str(entry.locate()))


def needed(names: tuple[str, ...]) -> set[str]:
    """Return distributions with those that they need, but for rpds, which is there in plain Python."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower()
        if name not in found and name != "rpds-py":
            found.add(name)
            wanted = map(Requirement, requires(name) or ())
            waiting += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
