"""Paths of files as reports write them, and what is none: addresses, patterns, placeholders, names of products."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.classes import dataclass
from de_lint.patterns import compiled

_WORD = compiled(r"`(?P<code>[^`\n]+)`|\]\((?P<link>[^()\s]+)\)|(?P<bare>(?:(?!\]\()[^\s`|])+)")
_AROUND = "\"'“”‘’()[]*"
_AFTER = ".,;:!?…"
_LINE = compiled(r"(?::\d+(?:[-:,]\d+)*|#L\d+(?:-L?\d+)?|::[\w:\[\]-]+)$")
_SHAPE = compiled(r"(?:[\w.+-]+[/\\])*[\w.+-]+/?|/(?:[\w.+-]+/)*[\w.+-]+/?")
_EXTENSION = compiled(r"\w[\w.+-]*\.([A-Za-z][A-Za-z0-9]{0,9})")
_HOST = compiled(r"(?:www\.|[\w-]+\.(?:com|org|net|io|dev|ai|app|co|edu|gov)$)", re.IGNORECASE)
_PLACEHOLDER = compiled(r"(?:^|[/_-])(?:path/to|your|my|foo|bar|xxx+|yyyy|nnn+|example)(?:[/._-]|$)", re.IGNORECASE)
_PRODUCT = compiled(
    r"(?:[A-Z]\w*|node|vue|next|react|express|three|d3|chart|nuxt|socket|moment|p5)\.(?:js|io|ai)|console\.log"
)
#: Without a folder only these make a name a file's: `e.g.` and `asyncio.run` look alike otherwise.
_EXTENSIONS = frozenset(
    re.findall(
        r"\w+",
        "py pyi ipynb js jsx mjs cjs ts tsx svelte vue css scss less html htm xml svg json jsonl json5 toml yaml yml"
        " ini cfg conf env lock md mdx markdown rst txt csv tsv parquet sqlite db sql sh bash zsh fish ps1 bat rs go c"
        " h cc cpp hpp cs java kt kts scala swift rb php pl lua r jl ex exs erl hs clj dart proto graphql gradle tf"
        " tfvars tmpl j2 log png jpg jpeg gif pdf zip gz whl service dockerfile mk cmake diff patch",
    )
)
_NAMES = compiled(
    r"Makefile|Dockerfile|Jenkinsfile|Procfile|Vagrantfile|Gemfile|Rakefile|LICENSE|CODEOWNERS|VERSION"
    r"|\.(?:git(?:ignore|attributes)|dockerignore|editorconfig|env|npmrc|nvmrc|flake8|coveragerc)"
)


@dataclass(frozen=True, slots=True)
class WrittenPath:
    """A path in a line: its words without line numbers, and where they stand; `outer_` is with marks around it."""

    path: str
    start: int
    end: int
    outer_start: int
    outer_end: int


def paths_in(text: str) -> Iterator[WrittenPath]:
    """Yield the paths of files and folders that a line names, in order."""
    for word in _WORD.finditer(text):
        code = word["code"] is not None
        start, end = word.span(word.lastgroup or 0)
        if not code:
            start, end = _bared(text, start, end)
        plain = text[start:end].strip()
        start = text.index(plain, start) if plain else start
        plain = _LINE.sub("", plain)
        if plain and _is_path(plain, code):
            yield WrittenPath(plain, start, start + len(plain), word.start(), word.end())


def _bared(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off what sentences put around a word; `./` and `.env` keep their dot."""
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND + _AFTER:
        end -= 1
    return start, end


def _is_path(path: str, code: bool) -> bool:
    if not _SHAPE.fullmatch(path) or ".." in path or _PLACEHOLDER.search(path):
        return False
    *folders, name = re.split(r"[/\\]", path.rstrip("/"))
    if any(_ends_as_file(folder) for folder in folders) or _HOST.match((folders or [name])[0]):
        return False
    if path.endswith("/"):
        return code and not path.startswith("/") and not path.strip("/.").isdigit()
    extension = _EXTENSION.fullmatch(name)
    if _NAMES.fullmatch(name):
        return code or bool(folders)
    if extension is None or _PRODUCT.fullmatch(name):
        return False
    return bool(folders) or extension[1].lower() in _EXTENSIONS


def _ends_as_file(folder: str) -> bool:
    found = _EXTENSION.fullmatch(folder)
    return found is not None and found[1].lower() in _EXTENSIONS
