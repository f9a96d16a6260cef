"""What a command is: a run of tests, a build, a linter, a commit, or anything else that `schemas/tools.json` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from de_lint.agents.ledger.shell import Command
from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema

#: What is claimed of a session's work, and checks that go stale with the files that they cover.
CHECKS = ("tests", "build", "lint", "types")
RUN, CHECK = "run", "check"
_SCRIPT = compiled(
    r"[\w./\\~:-]*\.(?:sh|bash|py|js|mjs|cjs|ts|rb|ps1|bat|cmd|php|pl)|[.~]{0,2}/[\w./-]+|[\w-]+/[\w./-]+"
)
_PARTS = compiled(r"[^\W_]+(?:-[^\W_]+)?|[^\W_]+")
_TEST_FILE = compiled(r"\.(?:test|spec)\.|[/_]test_\w|_test\.|/\w+/\w|\w/\.\.\.|\.(?:py|rb|php|exs|js|ts|tsx)$")
_FARTHEST = 9
#: What stands before a package's name without being a flag: `yarn workspace web build`.
_OF_WORKSPACE = "workspace"
_CONFINE = (
    _OF_WORKSPACE, "--filter", "--prefix", "-C", "--workspace", "--cwd", "--dir", "--project", "-F", "--package",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """What a command does: the kinds of work, the program that does it, and whether it mends files as it goes."""

    kinds: frozenset[str]
    program: str = ""
    mends: bool = False
    #: What else it is called: the script's name, the words of the command.
    script: str = ""
    #: Folders or packages that it is for; blank for all there is.
    scope: str = ""
    #: Only some of the tests are run.
    is_part: bool = False

    @property
    def checks(self) -> frozenset[str]:
        """The kinds that are checks of the files."""
        return self.kinds & {*CHECKS, CHECK}


NOTHING = Work(frozenset())


@cache
def table_names(of: str) -> frozenset[str]:
    """Return a list of names of the table of tools."""
    return frozenset(schema("tools")[of].split())


@cache
def tool_work() -> dict[str, tuple[str, ...]]:
    """Return what the names of hosts' tools hold that do a kind of work without a command line."""
    return {kind: tuple(listed.split()) for kind, listed in schema("tools")["tool_work"].items()}


@cache
def _programs() -> dict[str, str]:
    return {name: kind for kind, listed in schema("tools")["programs"].items() for name in listed.split()}


@cache
def _script_words() -> dict[str, str]:
    return {name: kind for kind, listed in schema("tools")["script_words"].items() for name in listed.split()}


def _subcommands() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = schema("tools")["subcommands"]
    return found


def is_script(work: Work) -> bool:
    """Tell whether work is that of a script, and not of a program such as git whose first word says what it does."""
    return bool(work.script) and (work.program not in _subcommands() or _SCRIPT.fullmatch(work.script) is not None)


@cache
def family_of(name: str, by: str = "programs") -> str:
    """Return the language that a program is for, or by="files" that a suffix is of; blank for none or several."""
    families: dict[str, Any] = schema("tools")["families"]
    return next((family for family, lists in families.items() if name in lists[by].split()), "")


def program_in(word: str) -> str:
    """Return the name of a program without its folder and suffix, as the table has it."""
    name = word.replace("\\", "/").rpartition("/")[2]
    for suffix in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(suffix)
    found: str = schema("tools")["alike"].get(name, name)
    return found


def known_program(word: str) -> str:
    """Return the kinds of work of a program that does nothing else, blank for any other word."""
    return _programs().get(word, "")


def work_of(command: Command) -> Work:
    """Return what a command does."""
    words = list(command.words)
    if words and program_in(words[0]) == "python" and "-m" in words[1:4]:
        at = words.index("-m") + 1
        words = words[at:] if words[at : at + 1] != ["build"] else words
    if not words:
        return NOTHING
    found = _work(words)
    if not found.kinds:
        return found
    scope = _scope(words) or command.folder
    is_part = "tests" in found.kinds and _is_part(words)
    return Work(found.kinds, found.program, found.mends or _mends(words, found), found.script, scope, is_part)


def _is_part(words: Sequence[str]) -> bool:
    """Tell whether a run of tests names files, folders or tests, and runs no others."""
    if any(w.split("=")[0] in table_names("parts") for w in words[1:]):
        return True
    if program_in(words[0]) in table_names("interpreters"):
        return False  # the file is what runs them
    return any("::" in w or _TEST_FILE.search(w) for w in words[1:] if not w.startswith("-"))


def _work(words: Sequence[str]) -> Work:
    first, flags = program_in(words[0]), set(words[1:])
    no_run = flags & table_names("not_a_run")
    # A letter may stand for something else beside other words.
    if any(len(f) > 2 for f in no_run) or (no_run and not flags - no_run - {"run", "test", "build"}):
        return NOTHING
    found = _known(first, words[1:])
    if not found.kinds and (first in table_names("through") or first in table_names("runners")):
        found = _through(words) or (_script(first, words[1:]) if first in table_names("runners") else found)
        return found if found.kinds or first in table_names("runners") else Work(frozenset({RUN}), first)
    return found if found.kinds else _other(first, words)


def _other(first: str, words: Sequence[str]) -> Work:
    """Return the work of a command that is no tool of the table: a script, told by its name, or anything else."""
    if first in table_names("interpreters"):
        if "--test" in words or words[2:3] == ["test"]:  # `node --test`, `python manage.py test`
            return Work(frozenset({"tests"}), first)
        file = next((w for w in words[1:] if not w.startswith("-")), "")
        return _file(first, file) if _SCRIPT.fullmatch(file) else Work(frozenset({RUN}), first)
    if _SCRIPT.fullmatch(words[0]) and "/" in words[0].replace("\\", "/"):
        return _file(first, words[0])
    return Work(frozenset({"service" if first in table_names("services") else RUN}), first)


def _known(first: str, rest: Sequence[str]) -> Work:
    """Return the work of a program that the table names, with its subcommand."""
    below = _subcommands().get(first)
    plain = [w for w in rest if not w.startswith(("-", "+"))]
    if below:
        if first == "git" and rest[:1] and rest[0] in ("-C", "-c"):
            plain = plain[1:]
        if first in ("mvn", "gradle", "bazel", "sbt"):
            kinds = {k for w in plain for k in below.get(w.rpartition(":")[2], below.get(w, "")).split()}
            if any(w.startswith(("-DskipTests", "-Dmaven.test.skip", "-xtest")) for w in rest) or (
                "test" in plain and "-x" in rest
            ):
                kinds.discard("tests")
        else:
            kinds = set(below.get(next((w for w in (*rest[:1], *plain[:1]) if w in below), ""), "").split())
        return _git(first, plain, rest, kinds)
    kind = known_program(first)
    if first == "ruff" and plain[:1] == ["format"]:
        return Work(frozenset({"lint"}), first, mends=not set(rest) & table_names("looks_only"))
    return Work(frozenset(kind.split()), first) if kind else NOTHING


def _git(first: str, plain: Sequence[str], rest: Sequence[str], kinds: set[str]) -> Work:
    second = plain[1] if len(plain) > 1 else ""
    if "--dry-run" in rest or "--abort" in rest:
        return NOTHING
    if first == "gh" and plain[:1] == ["api"]:
        writes = any(w in table_names("api_writes") for w in rest) and any("pulls" in w or "issues" in w for w in plain)
        kinds = {"pr" if writes else "look"}
    elif first in ("gh", "glab") and "pr" in kinds:
        kinds = {"ci" if second == "checks" else "pr" if second in table_names("pr_verbs") else "look"}
    elif (first == "jj" and "push" in kinds and second != "push") or (
        first == "docker" and plain[0] == "buildx" and second != "build"
    ):
        kinds = set()
    return Work(frozenset(kinds), first, script=" ".join(plain[:2])) if kinds else NOTHING


def _through(words: Sequence[str]) -> Work | None:
    """Return the work of the program that another starts: `npx vitest`, `uv run pytest`, `docker compose exec …`."""
    skip = False
    for at, word in enumerate(words[1:_FARTHEST], 1):
        name = program_in(word).rpartition("@")[0] or program_in(word)
        if word in table_names("installs"):
            return None
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in table_names("flags_with_values")
        elif name == "python" and words[at + 1 : at + 2] == ["-m"]:
            return _work(words[at + 2 :]) if len(words) > at + 2 else NOTHING
        elif (known_program(name) and _goes_on(words[0], word)) or (
            name in _subcommands() and name != program_in(words[0])
        ):
            return _known(name, words[at + 1 :])
        elif name in table_names("runners") and program_in(words[0]) not in table_names("runners"):
            return _work(words[at:])
        elif _SCRIPT.fullmatch(word) and program_in(words[0]) not in table_names("runners"):
            return _file(name, word)
    return None


def _goes_on(first: str, word: str) -> bool:
    """Tell whether a word behind a runner is a program, and not the script of this name."""
    return program_in(first) not in table_names("runners") or word not in _script_words()


def _script(first: str, rest: Sequence[str]) -> Work:
    """Return the work of a script, told by its name."""
    plain, skip = [], False
    for word in rest:
        if word == "--":
            break
        if skip or word.startswith("-") or word == _OF_WORKSPACE:
            skip = not skip and (word in table_names("flags_with_values") or word == _OF_WORKSPACE)
        elif word not in table_names("run_words") and "=" not in word:
            plain.append(word)
    if first in table_names("one_script"):
        plain = plain[:1]
    if not plain:
        return Work(frozenset({"build"}), first, script=first) if first in ("make", "gmake", "ant", "moon") else NOTHING
    if plain[0] in table_names("installs"):
        return Work(frozenset({"install"}), first)
    kinds = {k for word in plain for k in kinds_named(word)} or ({"tests"} if plain[0] == "t" else set())
    parts = {p for w in plain for p in _PARTS.findall(w)}
    mends = bool(parts & table_names("fix_words")) and not parts & {"check", "verify"}
    return Work(frozenset(kinds or {RUN}), first, mends, " ".join(plain))


def kinds_named(name: str) -> set[str]:
    """Return the kinds of work that the name of a script, a hook or a file speaks of."""
    words = [w for part in _PARTS.findall(name) for w in ([part, *part.split("-")] if "-" in part else [part])]
    kinds = {k for w in words if (k := _script_words().get(w.casefold()) or known_program(w))}
    return kinds - {CHECK} or kinds


def _file(first: str, file: str) -> Work:
    kinds = kinds_named(file.replace("\\", "/").rpartition(".")[0] or file) - {CHECK}
    base = file.replace("\\", "/").rpartition("/")[2]
    kinds = kinds_named(base.partition(".")[0]) or kinds
    return Work(frozenset(kinds or {RUN}), first, script=file)


def _mends(words: Sequence[str], work: Work) -> bool:
    """Tell whether a linter or formatter writes to the files that it looks at."""
    if "lint" not in work.kinds:
        return False
    flags = set(words[1:])
    if flags & table_names("looks_only"):
        return False
    if any(w.split("=")[0] in table_names("fixes") for w in flags):
        return True
    if work.program in table_names("fix_with_flag"):
        return any(f.startswith("-") and f.strip("-s") in ("w", "i") for f in flags)
    return work.program in table_names("fixers") or bool({"fmt", "format"} & set(words[1:3]) and work.program)


def _scope(words: Sequence[str]) -> str:
    """Return the folder or package that flags confine a command to."""
    for word, value in zip(words, (*words[1:], ""), strict=True):
        if word in _CONFINE:
            return value.rpartition("/")[2] if value.startswith("@") else value
        if word.startswith(("--filter=", "--prefix=", "--workspace=", "--project=")):
            return word.partition("=")[2].rpartition("/")[2]
    return ""


def echoed(output: str) -> Iterator[str]:
    """Yield the command lines that runners print before they run them."""
    for found in _ECHO.finditer(output):
        line = found["line"].strip()
        yield line.rpartition(" ")[2] if _HEADER.match(line) else line


_ECHO = compiled(
    r"^(?:[\w@/.-]+(?::[\w.-]+)*: |\[[\w:. -]{1,40}\] |task: \[[\w:-]+\] )?[>$] (?P<line>[^\n]{2,400})$", 8
)
_HEADER = compiled(r"(?:@[\w.-]+/)?[\w.-]+@\d[\w.-]* [\w:.-]+$")
