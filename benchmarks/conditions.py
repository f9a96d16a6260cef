"""What each condition of the reader is worth: takes it away and prints the score of both folds.

    python benchmarks/conditions.py --scorer score.py --gold GOLD --corpus CORPUS
    python benchmarks/conditions.py … --only report_lists --jobs 4

An `if` is taken for never true, an operand of `and` or `or` and a condition of a comprehension are left out. Documents
are read anew only where the condition decided something; the others read as before. What decides no document at all is
not listed. Sorted by what is won without it: the first rows do harm. That nothing is won or lost does not make a
condition idle: write down the input that it stands for, and see how that reads without it, before you take it out.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from reading_corpus import Given, Scorer, documents, forget, read_json

import de_lint.reading

FORK = get_context("fork")
FOLDS = ("tuning", "validation")
#: The scores of the folds without a condition, none where all reads as before, and how many documents do not.
Lost = tuple[list[float], int]
ROOT = Path(de_lint.reading.__path__[0])
FILES = {
    ".".join(["de_lint", "reading", *path.relative_to(ROOT).with_suffix("").parts]): path
    for path in sorted(ROOT.rglob("*.py"))
    if path.name != "__init__.py"
}


class Condition(NamedTuple):
    """A condition by its module, the number of its node in `ast.walk`, and which of the node's conditions it is."""

    module: str
    node: int
    place: int
    #: What it has to be once, so that the document reads otherwise without it.
    decides: bool
    line: int
    text: str


def conditions(module: str) -> Iterator[Condition]:
    """Yield the conditions of a module."""
    for number, node in enumerate(ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8")))):
        decides = isinstance(node, ast.If) or (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or))
        for place, one in enumerate(_held(node)):
            yield Condition(module, number, place, decides, one.lineno, ast.unparse(one))


def _held(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.If):
        return [node.test]
    return node.values if isinstance(node, ast.BoolOp) else node.ifs if isinstance(node, ast.comprehension) else []


def _put(node: ast.AST, place: int, one: ast.expr) -> None:
    if isinstance(node, ast.If):
        node.test = one
    else:
        _held(node)[place] = one


def _without(condition: Condition) -> ast.Module:
    """Return the module of a condition without it."""
    tree = ast.parse(FILES[condition.module].read_text(encoding="utf-8"))
    _put(list(ast.walk(tree))[condition.node], condition.place, ast.Constant(not condition.decides))
    return ast.fix_missing_locations(tree)


def _watched(module: str) -> ast.Module:
    """Return a module that tells `_tell` what each condition is."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    for number, node in enumerate(list(ast.walk(tree))):
        for place, one in enumerate(_held(node)):
            key: list[ast.expr] = [ast.Constant(number), ast.Constant(place)]
            _put(node, place, ast.Call(ast.Name("_tell", ast.Load()), [*key, one], []))
    return ast.fix_missing_locations(tree)


class _Instead(MetaPathFinder, Loader):
    """Imports modules from trees."""

    def __init__(self, trees: dict[str, ast.Module], told: set[Any]) -> None:
        self.trees, self.told = trees, told

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname in self.trees else None

    def exec_module(self, module: ModuleType) -> None:
        def tell(node: int, place: int, value: object) -> object:
            self.told.add((module.__name__, node, place, bool(value)))
            return value

        module.__dict__["_tell"] = tell
        exec(compile(self.trees[module.__name__], str(FILES[module.__name__]), "exec"), module.__dict__)


def _read_by(trees: dict[str, ast.Module], told: set[Any]) -> Any:
    """Return what reads with these modules instead of their own; this process reads with nothing else from then on."""
    forget()
    for name in [n for n in sys.modules if n.startswith("de_lint.reading")]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Instead(trees, told))
    return import_module("de_lint.reading.document").read


def decided(corpus: Sequence[Given]) -> dict[tuple[str, int, int, bool], list[int]]:
    """Return for each condition and what it was the numbers of the documents; only in a process of its own."""
    told: set[Any] = set()
    read = _read_by({name: _watched(name) for name in FILES}, told)
    found: dict[Any, list[int]] = defaultdict(list)
    for number, given in enumerate(corpus):
        told.clear()
        read(given.data, given.path).to_json()
        for key in told:
            found[key].append(number)
    return dict(found)


def without(
    condition: Condition, where: Sequence[int], corpus: Sequence[Given], scorer: Scorer, usual: Sequence[str]
) -> Lost:
    """Return what a condition is worth; only in a process of its own."""
    read, converted = _read_by({condition.module: _without(condition)}, set()), [*usual]
    for number in where:
        given = corpus[number]
        try:
            read_as = read(given.data, given.path).to_json()
        except Exception as error:  # the condition keeps what follows from raising
            read_as = {"path": given.path, "records": [], "error": type(error).__name__}
        converted[number] = json.dumps(read_as, ensure_ascii=False)
    moved = sum(a != b for a, b in zip(converted, usual, strict=True))
    return [scorer.overall(converted, fold) for fold in FOLDS] if moved else [], moved


def _apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function returns in a process of its own: what that has imported is of no use to the next."""
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: sender.send(work(*arguments)))
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        raise SystemExit(f"{work.__name__} failed") from None
    finally:
        process.join()


def main() -> None:
    """Print what each condition is worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, required=True, help="the scorer's program")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--only", default="", help="only modules whose name holds this text")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    scorer = Scorer(given.scorer, given.gold, given.corpus)
    corpus = documents(given.corpus)
    where = _apart(decided, corpus)
    usual = [read_json(one) for one in corpus]
    before = [scorer.overall(usual, fold) for fold in FOLDS]
    chosen = [c for name in FILES if given.only in name for c in conditions(name)]
    rows = [(c, where[key]) for c in chosen if (key := (c.module, c.node, c.place, c.decides)) in where]
    with ThreadPoolExecutor(given.jobs) as pool:
        found = list(pool.map(lambda row: (row[0], _apart(without, *row, corpus, scorer, usual)), rows))
    worth = [([s - b for s, b in zip(scores or before, before, strict=True)], moved, c) for c, (scores, moved) in found]
    for won, moved, condition in sorted(worth, key=lambda row: -row[0][0]):
        place = f"{condition.module.removeprefix('de_lint.reading.')}:{condition.line}"
        print(f"{'  '.join(f'{w:+.4f}' for w in won)}  {moved:4} documents  {place}: {condition.text[:80]}")


if __name__ == "__main__":
    main()
