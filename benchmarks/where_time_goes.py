"""Where the time of one file, of a record and of ordinary Markdown goes, and why what is wanted is not reached.

    python benchmarks/where_time_goes.py > benchmarks/PROFILE.md

Times are those of the processor, medians of rounds in which everything runs in turn, and shown as multiples: of
Python's own start, or of `MarkdownIt("commonmark").enable("table").parse` of the same texts.
"""

from __future__ import annotations

import argparse
import compileall
import cProfile
import os
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from check_speed import BARS, table
from generated_corpus import SEED, Corpus

ROOT = Path(__file__).resolve().parent.parent
#: What a process on one file does, one after the other: each is a program that does all before it, too.
_IMPORT = "import gc; gc.set_threshold(20_000); import de_lint.cli.main, de_lint.cli.commands.check, "
_JUDGES = "de_lint.reading.document, de_lint.judging.check; from de_lint.judging.rules import all_rules; all_rules()"
STARTS = {
    "Python": "pass",
    "click, which reads the command line": "import click",
    "the rest of the command line": f"{_IMPORT} click",
    "modules that read and judge": f"{_IMPORT} {_JUDGES}",
    "patterns, stems and tables, when first used": f"{_IMPORT} {_JUDGES}; d = de_lint.reading.document.read(text); "
    "de_lint.judging.check.check(d)",
}
#: Rooms by what stands in the name of a file; the first that fits counts.
ROOMS = {
    "markdown-it": ("markdown_it", "mdurl"),
    "bytes and lines": ("reading/source", "reading/decoding"),
    "blocks": ("reading/markdown.py",),
    "the tree of fields": ("reading/tree", "reading/fields", "reading/nesting", "reading/labels", "reading/rows",
                           "reading/tags", "reading/block_fields", "reading/markup", "reading/data"),
    "what kind of text it is": ("records/evidence", "records/marks", "records/cues", "records/agents",
                                "records/report_titles", "records/kinds", "records/headed", "records/embedded"),
    "words and labels": ("de_lint/vocabulary",),
    "values: numbers, dates, tickets, blanks": ("reading/values",),
    "records, and an account of every line": ("de_lint/reading",),
    "rules and schemas": ("de_lint/judging", "jsonschema"),
}  # fmt: skip


def starts(runs: int) -> dict[str, float]:
    """Return how long programs take that do more and more of what a check of one file does, × the first."""
    taken: dict[str, list[float]] = {what: [] for what in STARTS}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(runs):
        text = Corpus(SEED + number).record()
        for what, program in STARTS.items():
            before = _children()
            command = [sys.executable, "-c", f"text = {text!r}\n{program}"]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            taken[what].append(_children() - before)
    medians = {what: statistics.median(times) for what, times in taken.items()}
    return {what: median / medians["Python"] for what, median in medians.items()}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def steps(texts: Sequence[str], runs: int) -> dict[str, float]:
    """Return how long the steps up to each take, × parsing."""
    from markdown_it import MarkdownIt

    import de_lint
    from de_lint.reading.fields import rows_of
    from de_lint.reading.markdown import blocks
    from de_lint.reading.records.evidence import weigh
    from de_lint.reading.rows import unquoted
    from de_lint.reading.source import read_source
    from de_lint.reading.tree import build_tree

    def tree(text: str) -> object:
        source = read_source(text)
        rows = unquoted(rows_of(source))
        return build_tree(source, rows, front_matter=True, found=blocks([row.text for row in rows]))

    work: dict[str, Callable[[str], object]] = {
        "parsing": MarkdownIt("commonmark").enable("table").parse,
        "its lines": read_source,
        "… and its blocks": lambda text: blocks([line.text for line in read_source(text).lines]),
        "… and its tree": tree,
        "… and what kind it is": lambda text: weigh(tree(text)),  # type: ignore[arg-type]
        "… and its records": de_lint.read,
        "… and the findings": lambda text: de_lint.check(de_lint.read(text)),
    }
    taken: dict[str, list[float]] = {step: [] for step in work}
    for _ in range(runs + 1):
        for step, function in work.items():
            started = time.process_time()
            for text in texts:
                function(text)
            taken[step].append(time.process_time() - started)
    medians = {step: statistics.median(times[1:]) for step, times in taken.items()}  # the first round fills tables
    return {step: median / medians["parsing"] for step, median in medians.items()}


def shares(texts: Sequence[str]) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """Return the share of each room in reading and checking, and the functions that take most by themselves."""
    import de_lint

    profile = cProfile.Profile()
    profile.runcall(lambda: [de_lint.check(de_lint.read(text)) for text in texts])
    rooms: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in found.values())
    for (file, _, name), (_, _, own, _, callers) in found.items():
        # What is built in counts for those who call it.
        split = {c: row[2] for c, row in callers.items()} if file == "~" and callers else {(file, 0, name): own}
        for (place, _, caller), part in split.items():
            rooms[_room(place)] += part / total
            functions[f"{Path(place).stem}.{caller.strip('<>')}"] += part / total
    return dict(rooms.most_common()), functions.most_common(8)


def _room(file: str) -> str:
    place = file.replace(os.sep, "/")
    return next((room for room, parts in ROOMS.items() if any(part in place for part in parts)), "all else")


def main() -> None:
    """Measure, and print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=300, help="documents that are read (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=9, help="rounds (default: %(default)s)")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "de_lint", quiet=1)  # also where Python is told to keep no bytecode
    print("# Where the time goes\n")
    print("Made by `python benchmarks/where_time_goes.py`; times of the processor, as multiples.\n")
    print("## One file, × the start of Python\n")
    found, before = starts(given.runs), 0.0
    rows = [("up to and with", "×", "more")]
    for what, ratio in found.items():
        rows.append((what, f"{ratio:.2f}", f"{ratio - before:.2f}"))
        before = ratio
    table(rows)
    import de_lint

    corpus = Corpus(SEED)
    made = [corpus.document() for _ in range(given.files)]
    for name, wanted in (("records", True), ("ordinary Markdown", False)):
        texts = [t for t, is_record in made if is_record is wanted and bool(de_lint.read(t).records) is wanted]
        _print_texts(name, texts, given.runs)


def _print_texts(name: str, texts: Sequence[str], runs: int) -> None:
    bar = BARS[f"reading and checking, {name}, × parsing"]
    ratios = steps(texts, runs)
    rooms, functions = shares(texts)
    print(f"\n## {name[0].upper()}{name[1:]}, × parsing; wanted: {bar:g}\n")
    table([("a text, and", "×"), *((step, f"{ratio:.2f}") for step, ratio in ratios.items())])
    beyond = next((step for step, ratio in ratios.items() if step != "parsing" and ratio > bar), "")
    if beyond:
        step = beyond.removeprefix("… and ")
        print(f"\n{bar:g} is passed with {step}: what comes before that cannot be left out of a full reading.")
    print(f"\nThe largest function takes {100 * functions[0][1]:.0f} % by itself, the eight largest together")
    print(f"{100 * sum(share for _, share in functions):.0f} %:\n")
    table([("function", "share"), *((f"`{one}`", f"{100 * share:.1f} %") for one, share in functions)])
    print()
    table([("room", "share"), *((room, f"{100 * share:.0f} %") for room, share in rooms.items() if share >= 0.005)])


if __name__ == "__main__":
    main()
