"""Rules that installed packages bring along, under the entry point group `de_lint.rules`.

Only what is installed beside this program's interpreter counts: its folders of packages, never the working directory,
PYTHONPATH, or what a `.pth` file adds. Whoever is judged could put a package there.
"""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from de_lint.classes import replace
from de_lint.diagnostics import RULE_FAILED, Severity, Span
from de_lint.patterns import compiled
from de_lint.project.configuration.files import ConfigurationError

if TYPE_CHECKING:
    from de_lint.judging.rule import Check, Problem, Rule, Subject

GROUP = "de_lint.rules"
_ENDING, _ENTRIES, _RECORD = ".dist-info", "entry_points.txt", "RECORD"
#: One letter is for rules that ship, and U for those of a configuration.
_CODE = compiled(r"[A-Z]{2,8}[0-9]{3}")
_NAME = compiled(r"[a-z][a-z0-9-]*")
_PARTS = ("## Bad", "## Good")


def folders() -> list[str]:
    """Return the folders of installed packages, those of the user last."""
    own = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return [*site.getsitepackages(), *own]


def state() -> list[str]:
    """Return what tells one set of installed packages with rules, as they are, from another."""
    told = []
    for place in _places():
        with os.scandir(place) as entries:
            files = {entry.name: entry.stat() for entry in entries if entry.name in (_ENTRIES, _RECORD)}
        told += [f"{place} {name} {found.st_size} {found.st_mtime_ns}" for name, found in sorted(files.items())]
    return told


@cache
def installed_rules() -> tuple[Rule, ...]:
    """Return the rules of installed packages; ConfigurationError says, of which package, what is wrong with one."""
    found: dict[str, Rule] = {}
    for place in _places():
        for rule in _rules_of(place):
            for word in (rule.code, rule.name):
                if word in found:
                    raise ConfigurationError(rule.origin, f"'{word}' is a rule of {found[word].origin} as well")
                found[word] = rule
    return tuple(dict.fromkeys(found.values()))


def _places() -> Iterator[str]:
    """Yield the metadata folders of installed packages that have rules; of each package that which comes first."""
    seen = set()
    for folder in folders():
        try:
            names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
        except OSError:
            continue
        for name in names:
            package = name.partition("-")[0].lower()
            try:
                with open(os.path.join(folder, name, _ENTRIES), "rb") as stream:
                    has_rules = GROUP.encode() in stream.read()
            except OSError:
                continue
            if has_rules and package not in seen:
                seen.add(package)
                yield os.path.join(folder, name)


def _rules_of(place: str) -> Iterator[Rule]:
    from importlib.metadata import Distribution
    from pathlib import Path

    package = Distribution.at(Path(place))
    origin = f"{package.metadata['Name']} {package.version}"
    for entry in package.entry_points:
        if entry.group == GROUP:
            try:
                yield from (_rule(module, origin) for module in _modules(entry.value, os.path.dirname(place)))
            except (Exception, SystemExit) as error:  # whatever a package does when it is imported
                raise ConfigurationError(origin, f"{entry.value}: {_told(error)}") from None


def _modules(name: str, folder: str) -> list[ModuleType]:
    """Return the module of this name below a folder if it declares a rule, or else those in it, a rule each."""
    from importlib.util import module_from_spec

    top = name.partition(".")[0]
    if top not in sys.modules:
        # Not as Python would look for it: something else in the working directory may be called the same.
        spec = PathFinder.find_spec(top, [folder])
        if spec is None or spec.loader is None:
            raise ImportError(f"{top} is not installed beside the package's metadata; editable installs do not count")
        sys.modules[top] = module_from_spec(spec)
        try:
            spec.loader.exec_module(sys.modules[top])
        except BaseException:
            del sys.modules[top]
            raise
    elif not _lies_in(sys.modules[top], folder):
        raise ImportError(f"another module called {top} is loaded")
    module = import_module(name)
    if hasattr(module, "CODE"):
        return [module]
    return [import_module(f"{name}.{found.name}") for found in iter_modules(module.__path__)]


def _lies_in(module: ModuleType, folder: str) -> bool:
    return (getattr(module, "__file__", None) or "").startswith(os.path.join(folder, ""))


def _rule(module: ModuleType, origin: str) -> Rule:
    from de_lint.judging.rules import all_rules, rule_of

    lacking = [word for word in ("CODE", "SEVERITY", "check") if not hasattr(module, word)]
    lacking += [part for part in _PARTS if part not in (module.__doc__ or "")]
    if lacking:
        raise ValueError(f"{module.__name__} has no {', no '.join(lacking)}")
    rule = rule_of(module)
    if not (isinstance(rule.code, str) and _CODE.fullmatch(rule.code)):
        raise ValueError(f"code {rule.code!r} is not two letters or more and three digits")
    if not isinstance(rule.severity, Severity) or not callable(rule.check):
        raise TypeError(f"{module.__name__} has a SEVERITY that is no Severity, or a check that cannot be called")
    if not _NAME.fullmatch(rule.name) or rule.name in {shipped.name for shipped in all_rules()}:
        raise ValueError(f"a rule cannot be called '{rule.name}'")
    return replace(rule, check=_guarded(rule.check, origin), origin=origin)


def _guarded(check: Check, origin: str) -> Callable[[Subject], Iterator[Problem]]:
    """Return a check that ends with one problem where it raises, or finds what is none."""

    def guarded(subject: Subject) -> Iterator[Problem]:
        from de_lint.judging.rule import Problem

        if not subject.document.records:
            return
        try:
            for problem in check(subject):
                _require_problem(problem, len(subject.source.lines))
                yield problem
        except (Exception, SystemExit) as error:
            message = f"{RULE_FAILED}, which is a fault of {origin}: {_told(error)}"
            yield Problem(subject.document.records[0].head, message, severity=Severity.ERROR)

    return guarded


def _require_problem(problem: object, lines: int) -> None:
    from de_lint.judging.rule import Problem

    if not isinstance(problem, Problem) or not isinstance(problem.message, str):
        raise TypeError(f"{type(problem).__name__} is not a Problem with a message")
    spans = [problem.span, *(edit.span for edit in (problem.fix.edits if problem.fix else ()))]
    for span in spans:
        if not isinstance(span, Span) or not 1 <= span.start_line <= span.end_line <= lines + 1:
            raise ValueError(f"{span} does not lie in the document")


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
