"""How long `de-lint check` and `convert` take beside other programs, on 1, 100 and 10,000 generated documents.

    make bench                                               # all of it, kept in benchmarks/RESULTS.md
    python benchmarks/check_speed.py --files 1,100 --runs 3  # less of it, printed

Whole processes, one after the other and all of them in every round, so that what else the machine does falls on each.
Cold is the first run, which fills a cache where the program has one; warm is the run after it. The peers are installed
below `build/peers` (rumdl, mdformat and pymarkdownlnt by pip, markdownlint-cli2 by npm), where that is possible. They
do other work on the same text: the figures show what people are used to wait for.
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generated_corpus import SEED, Corpus, write

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "peers"
PACKAGES = ("rumdl", "mdformat", "pymarkdownlnt")
NODE_PACKAGE = "markdownlint-cli2"
FOLDER = "{folder}"  # in a command: the documents
CACHE = "{cache}"  # the cache's folder
DE_LINT = [sys.executable, "-m", "de_lint"]
CHECK = [*DE_LINT, "check", "--isolated", "--exit-zero", "--format", "concise", "--cache-dir", CACHE]
PARSE = """
import pathlib, sys
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark")
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")):
    parser.parse(file.read_text(encoding="utf-8"))
"""
#: A program that takes longer than this (in seconds) runs once; one that would take longer than this does not run.
ONCE, NEVER = 60.0, 150.0
#: Seconds after which no further round begins, for each number of files.
LONGEST = 240.0
#: Runs of programs on one file take as long as a start: more of them cost little.
MORE_RUNS = 4

#: What is wanted: no figure above it.
BARS = {
    "1 files, check, cold × start": 9.0,
    "1 files, check, warm × start": 5.0,
    "10,000 files, check, cold × rumdl": 6.0,
    "10,000 files, check, warm × rumdl": 0.6,
    "10,000 files, convert, cold × rumdl": 8.0,
    "10,000 files, check, MiB of a process": 80.0,
    "10,000 files, convert, MiB of a process": 80.0,
    "reading and checking, records, × parsing": 1.0,
    "reading and checking, ordinary Markdown, × parsing": 0.3,
}


@dataclass
class Program:
    """What is measured, and how long it took and how much it held, run by run."""

    name: str
    command: list[str]
    cached: bool = False
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    memory: float = 0.0  # MiB
    left_out: str = ""

    def expected(self, files: int, before: int) -> float:
        """Return the seconds that a run on more files would take, by those on fewer."""
        return statistics.median(self.cold) * files / before if self.cold and before > 1 else 0.0

    def run(self, folder: Path, cache: Path) -> None:
        """Run it once, and once more where it has a cache."""
        shutil.rmtree(cache, ignore_errors=True)
        self.cold.append(self._timed(folder, cache))
        if self.cached:
            self.warm.append(self._timed(folder, cache))

    def _timed(self, folder: Path, cache: Path) -> float:
        command = [part.replace(FOLDER, str(folder)).replace(CACHE, str(cache)) for part in self.command]
        started = time.perf_counter()
        with open(os.devnull, "wb") as nowhere, tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, cwd=folder, stdin=nowhere.fileno(), stdout=nowhere, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            taken = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in (0, 1):  # 1 is what most say of faults that they find
                said.seek(0)
                self.left_out = f"ended with {process.returncode}: {said.read()[-200:].decode(errors='replace')}"
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        self.memory = max(self.memory, usage.ru_maxrss / unit)
        return taken


def install_peers() -> None:
    """Install what is not there yet; say what cannot be."""
    binaries = PEERS / "venv" / ("Scripts" if os.name == "nt" else "bin")
    if not binaries.exists():
        _quietly([sys.executable, "-m", "venv", str(PEERS / "venv")])
    for package in PACKAGES:
        if not (binaries / _program_of(package)).exists():
            _quietly([str(binaries / "python"), "-m", "pip", "install", "-q", package])
    if not _node_peer().exists() and shutil.which("npm"):
        _quietly(["npm", "install", "--silent", "--no-audit", "--prefix", str(PEERS / "node"), NODE_PACKAGE])


def _quietly(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})


def _program_of(package: str) -> str:
    return "pymarkdown" if package == "pymarkdownlnt" else package


def _node_peer() -> Path:
    return PEERS / "node" / "node_modules" / ".bin" / NODE_PACKAGE


def programs(peers: bool) -> list[Program]:
    """Return what is measured, in the order of a round."""
    found = [
        Program("python -c pass", [sys.executable, "-c", "pass"]),
        Program("de-lint check", [*CHECK, FOLDER], cached=True),
        Program("de-lint check, one process", [*CHECK, "--jobs", "1", FOLDER], cached=True),
        Program("de-lint convert", [*DE_LINT, "convert", "--isolated", "--to", "jsonl", "-o", os.devnull, FOLDER]),
        Program('MarkdownIt("commonmark").parse', [sys.executable, "-c", PARSE, FOLDER]),
    ]
    binaries = PEERS / "venv" / ("Scripts" if os.name == "nt" else "bin")
    others = [
        Program("rumdl check", [str(binaries / "rumdl"), "check", "--cache-dir", CACHE, FOLDER], cached=True),
        Program("mdformat --check", [str(binaries / "mdformat"), "--check", FOLDER]),
        Program("pymarkdown scan", [str(binaries / "pymarkdown"), "scan", "--recurse", FOLDER]),
        Program("markdownlint-cli2", [str(_node_peer()), "**/*.md"]),
    ]
    for each in others if peers else ():
        if not os.path.exists(each.command[0]):
            each.left_out = "not installed"
    return found + (others if peers else [])


def measured(found: list[Program], files: int, before: int, runs: int, seed: int) -> list[Program]:
    """Run all programs on new documents in rounds, and return them with their figures."""
    now = [Program(p.name, p.command, p.cached, left_out=p.left_out) for p in found]
    for one, earlier in zip(now, found, strict=True):
        expected = earlier.expected(files, before)
        if expected > NEVER:
            one.left_out = one.left_out or f"not run: about {expected:,.0f} s by its time on {before} files"
    with tempfile.TemporaryDirectory(prefix="de-lint-speed-") as place:
        folder = Path(place, "documents")
        size = write(folder, files, seed)
        began = time.monotonic()
        for number in range(runs * MORE_RUNS if files == 1 else runs):
            taken = time.monotonic() - began
            if number and taken + taken / number > LONGEST:
                break
            if files == 1:  # another one in each round, for none is like the others
                next(folder.rglob("*.md")).write_text(Corpus(seed + number).record(), encoding="utf-8")
            for one in now:
                if not one.left_out and not (one.cold and max(one.cold) > ONCE):
                    one.run(folder, Path(place, "cache"))
    print(f"\n## {files:,} file{'s' if files != 1 else ''}, {size / 1e6:.3f} MB\n")
    return now


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table; the first row is its head."""
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        print(f"| {' | '.join(cell.rjust(widths[n]) if n else cell.ljust(widths[n]) for n, cell in enumerate(row))} |")
        if not number:
            print(f"| {' | '.join(('-' * widths[0], *('-' * (width - 1) + ':' for width in widths[1:])))} |")


def print_programs(found: list[Program]) -> None:
    """Print the figures of one size, and their ratios to rumdl and to Python's start."""
    reference = next((p for p in found if p.name.startswith("rumdl") and p.cold), None)
    start = statistics.median(found[0].cold)
    ratios = ("cold × rumdl", "warm × rumdl", "cold × start", "warm × start")
    rows = [("program", "cold s", "warm s", *ratios, "MiB", "runs")]
    for one in found:
        if one.left_out or not one.cold:
            rows.append((one.name, one.left_out or "-", *["-"] * 7))
            continue
        cold, warm = statistics.median(one.cold), statistics.median(one.warm) if one.warm else math.nan
        cold_peer = statistics.median(reference.cold) if reference else math.nan
        warm_peer = statistics.median(reference.warm) if reference else math.nan
        found_ratios = (cold / cold_peer, warm / warm_peer, cold / start, warm / start)
        shown = ("-" if math.isnan(ratio) else f"{ratio:.2f}" for ratio in found_ratios)
        warm_text = "-" if math.isnan(warm) else f"{warm:.3f}"
        rows.append((one.name, f"{cold:.3f}", warm_text, *shown, f"{one.memory:.0f}", str(len(one.cold))))
    table(rows)


def print_stages(files: int, runs: int, seed: int) -> dict[str, float]:
    """Print where the time of reading and judging goes; return that of both for what `BARS` bounds, × parsing."""
    options = ["--files", str(files), "--runs", str(runs), "--seed", str(seed)]
    command = [sys.executable, __file__, "--stages-only", *options]
    stages = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print("\n## Stages, in one process\n")
    print(
        "Milliseconds of the processor for a document, medians of the rounds. Parsing is "
        '`MarkdownIt("commonmark").enable("table").parse` of the same text; the others are de-lint.\n'
    )
    heads = [f"{name}, {one['bytes'] / one['documents'] / 1000:.1f} KB each" for name, one in stages.items()]
    rows = [("stage", *(cell for head in heads for cell in (head, "× parsing")))]
    for stage in next(iter(stages.values()))["ms"]:
        cells = []
        for one in stages.values():
            cells += [f"{one['ms'][stage]:.2f}", f"{one['ms'][stage] / one['ms']['parsing']:.2f}"]
        rows.append((stage, *cells))
    table(rows)
    return {name: one["ms"]["read and check"] / one["ms"]["parsing"] for name, one in stages.items()}


def print_bars(found: dict[int, list[Program]], read: dict[str, float]) -> None:
    """Print the figures that have a bar beside it, as far as they were measured."""
    measured = {f"reading and checking, {name}, × parsing": ratio for name, ratio in read.items()}
    for files, programs_ in found.items():
        named = {one.name: one for one in programs_ if one.cold}
        check, start, peer = (named.get(name) for name in ("de-lint check", "python -c pass", "rumdl check"))
        for bound, own in (("check", check), ("convert", named.get("de-lint convert"))):
            if own is None:
                continue
            measured[f"{files:,} files, {bound}, MiB of a process"] = own.memory
            for temperature in ("cold", "warm"):
                for name, other in (("start", start), ("rumdl", peer)):
                    times, theirs = getattr(own, temperature), getattr(other, temperature, []) or []
                    theirs = theirs or (other.cold if other and name == "start" else [])
                    if times and theirs:
                        ratio = statistics.median(times) / statistics.median(theirs)
                        measured[f"{files:,} files, {bound}, {temperature} × {name}"] = ratio
    print("\n## Beside what is wanted\n")
    rows = [("figure", "at most", "measured", "")]
    for what, bar in BARS.items():
        figure = measured.get(what)
        if figure is not None:
            rows.append((what, f"{bar:g}", f"{figure:.2f}", "" if figure <= bar else "not reached"))
    table(rows)
    print("\nWhy what is not reached is not: [PROFILE.md](PROFILE.md).")


def stages(files: int, runs: int, seed: int) -> dict[str, object]:
    """Return the time of each stage for documents with records and for ordinary ones."""
    from markdown_it import MarkdownIt

    import de_lint
    from de_lint.reading.markdown import blocks
    from de_lint.reading.source import read_source

    parser = MarkdownIt("commonmark").enable("table")
    corpus = Corpus(seed)
    made = [corpus.document() for _ in range(files)]
    read = {text: de_lint.read(text) for text, _ in made}
    lines = {text: [line.text for line in read[text].source.lines] for text, _ in made}
    work = {
        "parsing": parser.parse,
        "lines": read_source,
        "blocks": lambda text: blocks(lines[text]),
        "read, all of it": de_lint.read,
        "check": lambda text: de_lint.check(read[text]),
        "read and check": lambda text: de_lint.check(de_lint.read(text)),
        "JSON": lambda text: json.dumps(read[text].to_json()),
    }
    found: dict[str, object] = {}
    for name, wanted in (("records", True), ("ordinary Markdown", False)):
        texts = [t for t, is_record in made if is_record is wanted and bool(read[t].records) is wanted]
        rounds: dict[str, list[float]] = {stage: [] for stage in work}
        for _ in range(runs):
            for stage, function in work.items():
                started = time.process_time()  # a busy machine slows the clock on the wall more than this one
                for text in texts:
                    function(text)
                rounds[stage].append(1_000 * (time.process_time() - started) / max(len(texts), 1))
        size = sum(len(t.encode()) for t in texts)
        found[name] = {
            "documents": len(texts),
            "bytes": size,
            "ms": {stage: statistics.median(taken) for stage, taken in rounds.items()},
        }
    return found


def print_machine(seed: int) -> None:
    """Print what the figures depend on."""
    from importlib.metadata import version

    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [fact for fact in facts if fact.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else platform.machine()
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
        load = f"load {os.getloadavg()[0]:.1f} at the start"
    except (OSError, ValueError):
        cpu, memory, load = platform.processor() or platform.machine(), "", ""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = [f"{name} {version(name)}" for name in ("de-lint", "markdown-it-py")]
    print("# Results of `make bench`\n")
    print(f"- Machine: {cpu}, {usable} processors, {memory}, {platform.system()}; {load}")
    print(f"- Python {platform.python_version()}, {', '.join(versions)}; seed of the documents: {seed}")
    for package in PACKAGES:
        found = sorted(PEERS.glob(f"venv/lib*/**/{package.replace('-', '_')}-*.dist-info"))
        known = found[0].name.removesuffix(".dist-info").replace("-", " ") if found else f"{package}: not installed"
        print(f"- {known}")
    manifest = PEERS / "node" / "node_modules" / NODE_PACKAGE / "package.json"
    known = json.loads(manifest.read_text(encoding="utf-8"))["version"] if manifest.exists() else "not installed"
    print(f"- {NODE_PACKAGE} {known}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", default="1,100,10000", metavar="N,N", help="how many (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="rounds (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--no-peers", action="store_true", help="measure no other program, install nothing")
    parser.add_argument("--stages-only", action="store_true", help="print the time of each stage as JSON")
    given = parser.parse_args()
    counts = [int(count) for count in given.files.split(",")]
    if given.stages_only:
        print(json.dumps(stages(counts[0], given.runs, given.seed)))
        return
    if not given.no_peers:
        install_peers()
    compileall.compile_dir(ROOT / "de_lint", quiet=1)  # also where Python is told to keep no bytecode
    print_machine(given.seed)
    found, before, by_count = programs(not given.no_peers), 0, {}
    for count in counts:
        found = by_count[count] = measured(found, count, before, given.runs, given.seed)
        print_programs(found)
        sys.stdout.flush()
        before = count
    read = print_stages(min(300, 3 * max(counts)), given.runs, given.seed)
    print_bars(by_count, read)


if __name__ == "__main__":
    main()
