"""What must hold for any bytes: one function a command, each raising where something else happens."""

from __future__ import annotations

import io
import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from jsonschema_rs import Draft202012Validator, Registry, meta

import de_lint
from de_lint.agents.hook import answer
from de_lint.agents.hosts import NAMES
from de_lint.bulk.inputs.archives import stream_items
from de_lint.diagnostics import Span
from de_lint.judging.violations import unusable
from de_lint.learning.infer import infer as inferred
from de_lint.learning.infer import left_open
from de_lint.output.context import OutputContext
from de_lint.output.formats import finding_formats
from de_lint.reading.document import Document
from de_lint.vocabulary.kinds import kind
from de_lint.vocabulary.schemas import all_schemas, schema
from de_lint.writing.fixing import fix as fixed
from de_lint.writing.formatting import formatted
from de_lint.writing.render import NotARecord, checked_records, render_all

#: How much JSON a byte may make, and an empty text.
MOST_JSON, LEAST_JSON = 400, 20_000
#: How long a byte may keep the processor, and an empty text, in seconds; a target does its work several times.
MOST_TIME, LEAST_TIME = 0.004, 5.0
#: How long an input may be: time grows with it, and what breaks needs few lines. Records and events are wordier.
LONGEST, LONGEST_JSON = 1_500, 4_000
#: What stands in place of any value of a record or an event.
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0.5, 10**400, "", [], {}, [None], [[]], {"": ""}, "\0", "\ud800", "\u2028\x85\r", "a" * 200),
    *("# QA Agent Progress Report\n**Status**: done", "**Task**: x\n- y", "```\n", "---", "<!--", "| a |\n|---|"),
    "../" * 9,
)


@cache
def valid(name: str) -> Draft202012Validator:
    """Return the validator of a schema that ships."""
    return Draft202012Validator(
        schema(name), registry=Registry([(s["$id"], s) for s in all_schemas() if "$schema" in s])
    )


def stands(span: Span, document: Document) -> bool:
    """Tell whether a span is in order and inside of the text."""
    lines = document.source.lines
    if not lines:
        return span == Span(1, 1, 1, 1)
    ordered = (span.start_line, span.start_column) <= (span.end_line, span.end_column)
    if not ordered or not 1 <= span.start_line <= span.end_line <= len(lines):
        return False
    ends = ((span.start_line, span.start_column), (span.end_line, span.end_column))
    return all(1 <= column <= len(lines[line - 1].raw) + 1 for line, column in ends)


def accounted(data: bytes | str) -> Document:
    """Read a text and hold the document to all that is promised of one."""
    document = de_lint.read(data)
    held = Counter(n for u in document.unclaimed() for n in range(u["start_line"] - 1, u["end_line"]))
    held.update(n for record in document.records for n in record.lines)
    wrong = [n + 1 for n, line in enumerate(document.source.lines) if line.raw.strip() and held[n] != 1]
    assert not wrong, f"lines accounted for not once: {wrong}"
    for record in (inner for outer in document.records for inner in outer.walk()):
        spans = {"": record.span, "head": record.head, **dict(record.all_spans())}
        odd = {pointer: span for pointer, span in spans.items() if not stands(span, document)}
        assert not odd, odd
    told = document.to_json(source_map=True)
    assert (error := next(valid("document").iter_errors(told), None)) is None, error
    assert len(json.dumps(told)) <= MOST_JSON * len(data) + LEAST_JSON
    return document


def read(data: bytes) -> None:
    accounted(data)


def check(data: bytes) -> None:
    document = de_lint.read(data)
    found = de_lint.check(document)
    places = [f.span for f in found] + [e.span for f in found if f.fix for e in f.fix.edits]
    assert all(stands(span, document) for span in places)
    context = OutputContext(1, {"-": [line.raw for line in document.source.lines]}, paths=["-"])
    shown = {name: render(found, context) for name, render in finding_formats().items()}
    valid("findings").validate(json.loads(shown["json"]))
    for name, text in shown.items():
        text.encode()
        assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in text), name
        assert name == "github" or not any(line.lstrip().startswith("::") for line in text.splitlines()), name


def fix(data: bytes) -> None:
    unsafe = bool(zlib.crc32(data) % 2)  # one of two ways for each input, the same one whenever it is tried again
    once = fixed(data, unsafe=unsafe).data
    accounted(once)
    assert fixed(once, unsafe=unsafe).data == once


def format(data: bytes) -> None:  # a target is called as its command is
    prose = bool(zlib.crc32(data) % 2)
    once = formatted(data, de_lint.read, prose).data
    accounted(once)
    assert formatted(once, de_lint.read, prose).data == once


def render(data: bytes) -> None:
    try:
        records = checked_records(json.loads(data))
    except (NotARecord, ValueError, RecursionError):
        records = [record.data for record in de_lint.read(data).records]
    accounted(render_all(records))


def hook(data: bytes) -> None:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa"}
    event["last_assistant_message"] = data.decode(errors="replace")
    host = NAMES[len(data) % len(NAMES)]
    for payload in (data, json.dumps(event).encode()):
        given = answer(payload, host, isolated=True, record=False)
        assert given.exit_code == (2 if given.stderr else 0)
        assert not given.stdout or isinstance(json.loads(given.stdout), dict)
        (given.stdout + given.stderr).encode()


def infer(data: bytes) -> None:
    found = inferred(de_lint.read(data))
    meta.validate(found.schema)
    assert unusable(found.schema) is None
    json.dumps(found.schema)
    assert all(isinstance(each, str) for each in left_open(found))


def convert(data: bytes) -> None:
    out = de_lint.convert_batch(pa.RecordBatch.from_pydict({"text": pa.array([data], pa.binary())}))
    out.validate(full=True)
    assert out["error"][0].as_py() is None
    assert out["records"][0].as_py() == out.num_rows - 1
    for name in ("a.zip", "a.tar"):
        for item in stream_items(io.BytesIO(data), name, "/"):
            try:
                item.load()
            except OSError as error:  # the reason why it is passed over
                assert str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (read, check, fix, format, render, hook, infer, convert)
}


#: Targets that begin with JSON: records, and events.
OF_JSON = ("render", "hook")


def hold(name: str, data: bytes) -> None:
    """Try a target, and hold it to its time."""
    start = time.process_time()
    TARGETS[name](data)
    taken = time.process_time() - start
    assert taken <= LEAST_TIME + MOST_TIME * len(data), f"{taken:.1f} s"


def seeds(name: str, folders: list[Path]) -> list[bytes]:
    """Return what a target begins with: documents cut into pieces, or the records and events in JSON."""
    found: dict[bytes, None] = {}
    for file in (f for folder in folders for f in sorted(folder.rglob("*")) if f.is_file()):
        if name not in OF_JSON:
            data = file.read_bytes()
            if file.suffix == ".jsonl":
                found.update(dict.fromkeys(piece for value in _values(data) for piece in _pieces(_document_in(value))))
            elif file.suffix != ".json":
                found.update(dict.fromkeys(_pieces(data)))
        elif file.suffix in (".json", ".jsonl"):
            whole = [value for outer in _values(file.read_bytes()) for value in _parts(outer, name)]
            found.update(dict.fromkeys(data for data in map(_compact, whole) if len(data) <= LONGEST_JSON))
    return list(found)


def _values(data: bytes) -> Iterator[Any]:
    """Yield the values of a text that is JSON, or has one in each of its lines."""
    for text in (data,) if b"\n{" not in data else data.split(b"\n"):
        try:
            yield json.loads(text)
        except ValueError:
            continue


def _parts(value: Any, name: str) -> list[Any]:
    records = value.get("records") if isinstance(value, dict) else None
    return records if name == "render" and isinstance(records, list) else [value]


def _document_in(value: Any) -> bytes:
    text = value.get("input") if isinstance(value, dict) else None
    return text.encode(errors="replace") if isinstance(text, str) else b""


def _pieces(data: bytes) -> Iterator[bytes]:
    """Cut a document between lines where it would be too long."""
    piece = b""
    for line in data.splitlines(keepends=True):
        if piece and len(piece) + len(line) > LONGEST:
            yield piece
            piece = b""
        piece += line[:LONGEST]
    if piece:
        yield piece


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def words() -> list[str]:
    """Return what the reader knows: labels in several forms, and the marks of Markdown."""
    labels = [key for name in ("delegation", "progress_report") for p in kind(name).properties for key in p.keys]
    forms = ("**{}**: x", "- {}: ", "## {}", "| {} | x |")
    marks = "\n|---|---|\n", "```", "---\n", "- [x] ", "> ", "<!--", "✅ ", "[Name]", "ISS-0345", "2025-07-20", "3 of 4"
    titles = "# QA Progress Report\n", "**QA Agent**: Do it\n", "# QA Agent Delegation Template\n", "TASK COMPLETED: "
    return [*(form.format(label.title()) for label in labels for form in forms), *marks, *titles]


def mutated(data: bytes, other: bytes, random: Random, known: list[str]) -> bytes:
    """Return a text changed in one to four places, line by line, with lines of another one."""
    lines, others = data.split(b"\n"), other.split(b"\n")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines) + 1)
        line = lines[at] if at < len(lines) else b""
        cut = random.randint(0, len(line))
        word = random.choice(known).encode()
        lines[at : at + 1] = random.choice(
            [
                [],
                [line, line],
                [line, random.choice(others)],
                [random.choice(others), line],
                [random.choice((b"  ", b"> ", b"- ", b"\t", b"# ", b"\xef\xbb\xbf", b"\0")) + line],
                [line[:cut] + word + line[cut:]],
                [line[:cut], line[cut:]],
                [line[:cut] + bytes([random.randrange(256)]) + line[cut + 1 :]],
                [line + b"\r"],
            ]
        )
    return b"\n".join(lines)


def mutated_json(data: bytes, other: bytes, random: Random, known: list[str]) -> bytes:
    """Return JSON with one to three of its values changed, some for one that stands in another text."""
    value, others = (next(_values(text), None) for text in (data, other))
    for _ in range(random.randint(1, 3)):
        places = list(_places([value])) if value is not None else []
        if not places:
            return mutated(data, other, random, known)
        holder, key = random.choice(places)
        old = holder[key]
        if isinstance(old, str) and random.random() < 0.5:
            text = mutated(old.encode(errors="replace"), b"\n".join(map(str.encode, known[:20])), random, known)
            holder[key] = text.decode(errors="replace")
        elif random.random() < 0.5 and others is not None and (donors := list(_places([others]))):
            given, at = random.choice(donors)
            holder[key] = deepcopy(given[at])  # a part may come again, and not within itself
        elif isinstance(holder, dict) and random.random() < 0.3:
            del holder[key]
        else:
            holder[key] = deepcopy(random.choice(ODD))
    return _compact(value)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place in a value below its outermost list, as what holds it and its key there."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from _places(value[key])
