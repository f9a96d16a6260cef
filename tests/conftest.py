"""What several tests share: the option that rewrites golden files, and the account of a document's lines and words."""

from __future__ import annotations

import calendar
import os
import re
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Twice as long as Dask waits by itself: so long it also tries to fetch results from a worker that has just died.
os.environ["DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT"] = "60s"
os.environ["DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP"] = "900s"
os.environ["DE_LINT_PATIENCE"] = "20"  # before the program is imported; a busy machine is no fault of it

from de_lint.reading.document import Document
from de_lint.reading.fields import Row
from de_lint.reading.labels import in_yaml, split_line
from de_lint.reading.records.record import Record
from de_lint.reading.records.report_lists import LONGEST_NONE
from de_lint.reading.rows import rows_of_run
from de_lint.reading.tags import tag_of
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, part

# No test is timed; where CI is set, hypothesis has other settings of its own, which stay.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# Ignored where a shell runs the tests in the background; the programs that they start would ignore it, too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def caches_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        patch.setenv("DE_LINT_RESIDENT", "0")  # no test leaves a process behind
        yield


ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
CHROMIUM_ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
_WORD = re.compile(r"\w+")
_AGENT = {"agent", "agents"}
#: A date is kept as an ISO day, whose numbers may lack a zero or have one more.
_MONTHS = {*(m.casefold() for m in calendar.month_name), *map(str, range(1, 10))}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="write fixtures/*/*/expected.json anew instead of comparing"
    )


@pytest.fixture(scope="session")
def fixture_files() -> list[Path]:
    """Every input of the golden pairs."""
    return sorted(FIXTURES.glob("*/*/input.md"))


@pytest.fixture(scope="session")
def line_faults() -> Callable[[Document], list[str]]:
    """Return a function that tells which lines of a document are in no record and not unclaimed, or in both."""
    return _line_faults


@pytest.fixture(scope="session")
def lost_words() -> Callable[[Document], list[str]]:
    """Return a function that tells which words of claimed lines stand nowhere in their record's JSON."""
    return _lost_words


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; where there is none they are skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        message = "there is no Chromium: .ci/install_chromium installs it on Debian, as root"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


def _line_faults(document: Document) -> list[str]:
    held = Counter(n for u in document.unclaimed() for n in range(u["start_line"] - 1, u["end_line"]))
    held.update(n for r in document.records for n in r.lines)
    faults = []
    for number, line in enumerate(document.source.lines):
        if not line.raw.strip():
            continue
        if held[number] != 1:
            faults.append(f"line {number + 1} is accounted for {held[number]} times: {line.raw[:80]!r}")
    return faults


def _lost_words(document: Document) -> list[str]:
    markup = {n for b in document.blocks if b.kind == "fence" for n in (b.start, b.end - 1 if b.closed else b.start)}
    markup |= {
        n
        for b in document.blocks
        if b.kind == "front-matter"
        for n in range(b.start, b.end)
        if document.source.lines[n].text.lstrip().startswith("#")  # a comment of YAML
    }
    return [fault for record in document.records for fault in _lost_by(document, record, markup)]


def _lost_by(document: Document, record: Record, markup: set[int]) -> Iterator[str]:
    kept = set(_words("\n".join(_strings(record.data))))
    kept |= _AGENT | _MONTHS
    labels = _known_labels(record)
    for number in sorted(record.lines):
        text = document.source.lines[number].text
        if number in markup or re.fullmatch(r"[\s>]*(```|~~~).*", text) or re.fullmatch(r"[|:\-\s]+", text):
            continue
        if _says_none(text) or (tag_of(text) and text.count("<") == 1):
            continue
        cells = text.strip("|> ").split("|")
        if _is_header(document, number) or (len(cells) > 1 and all(fold(cell) in labels for cell in cells)):
            continue
        text = re.sub(r"</?[a-z0-9]{1,10}\s?/?>", " ", text, flags=re.IGNORECASE)  # tags are no words
        said = [_unlabelled(row.text, labels) for row in rows_of_run(Row(number, text, 0))]
        missing = [w for w in _words(" ".join(said)) if w not in kept]
        if missing:
            yield f"line {number + 1}: {' '.join(missing)!r} of {text[:100]!r}"


def _is_header(document: Document, number: int) -> bool:
    """The header of a table of two columns says no more than that its rows are labels and values."""
    lines = [line.text.strip(" >") for line in document.source.lines[number : number + 2]]
    return (
        len(lines) > 1
        and lines[0].strip("|").count("|") == 1
        and re.fullmatch(r"\|?[ :-]+\|[ :-]+\|?", lines[1]) is not None
    )


def _says_none(text: str) -> bool:
    """A list that says none is empty; a few words that say no more than that are not kept."""
    parts = split_line(text.lstrip("> "))
    value = text.lstrip("> ")[slice(*parts.value)] if parts.value else text.lstrip("> ")[parts.start :]
    return says_none(value) and len(value.split()) <= LONGEST_NONE


def _words(text: str) -> list[str]:
    return [w for found in _WORD.findall(text.casefold()) if (w := found.strip("_"))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in ("span", "line"):
                yield from _strings(below)
    elif isinstance(value, list):
        for below in value:
            yield from _strings(below)
    elif isinstance(value, (str, int, float)):
        yield str(value)


def _known_labels(record: Record) -> set[str]:
    kinds = [kind("delegation"), kind("progress_report"), *[r.role for r in record.walk() if r.role]]
    known = {k for one in kinds for p in one.properties for k in p.keys}
    known |= {k for one in kinds for p in one.properties for c in p.properties for k in c.keys}
    known |= {"name", "nickname", "type"} if record.kind == "agent_template" else set()
    return known | {c.field.key for part in record.walk() for c in part.claims if c.property}


def _stands_for_a_part(label: str) -> bool:
    """A heading or label that opens a part of a record is told by where the text below it ended up."""
    return any(part(label, name) for name in ("delegation", "progress_report", "agent_template"))


def _unlabelled(text: str, labels: set[str]) -> str:
    """The line without its list number, its check box and a label that a property stands for."""
    heading = re.match(r"[\s>]*(?:#{1,6}|h[1-6]\.)\s+", text)
    quoted = heading or re.match(r"(?:[ \t]{0,3}>[ \t]?)+", text)
    text = text[quoted.end() :] if quoted else re.sub(r"^.*(?:\"\"\"|''')(?=\*\*)", "", text)
    text = in_yaml(text)
    parts = split_line(text)
    label = text[slice(*parts.label)] if parts.label else ""
    if label and (fold(label) in labels or _stands_for_a_part(label)):
        return text[slice(*parts.value)] if parts.value else ""
    if heading and (fold(text) in labels or _stands_for_a_part(text)):
        return ""
    cells = re.match(r"\s*\|([^|]*)\|", text)
    if cells and fold(cells.group(1)) in labels:
        return text[cells.end() :]
    return text[parts.start :]
