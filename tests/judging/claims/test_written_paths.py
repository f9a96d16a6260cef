"""What is a path of a file in a line, and what only looks like one."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.written_paths import paths_in


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("see src/a.py:12-14, (docs/b.md) and 'c.toml'.", ["src/a.py", "docs/b.md", "c.toml"]),
        ("“src/a.ts”, **src/b.ts**, package.json…", ["src/a.ts", "src/b.ts", "package.json"]),
        ("a.py#L3-L9 and tests/test_a.py::test_b", ["a.py", "tests/test_a.py"]),
        ("[the cache](src/cache.py)", ["src/cache.py"]),
        ("`./a.py`, `src\\b.py`", ["./a.py", "src\\b.py"]),
        ("src/app.component.ts and src/naïve.py", ["src/app.component.ts", "src/naïve.py"]),
        ("`src/` but src/ without marks", ["src/"]),
        ("`Makefile` but Makefile without marks", ["Makefile"]),
        ("`.env` but .env without marks", [".env"]),
        ("https://example.org/a.py www.example.org/a.html github.com/x/y.py", []),
        ("path/to/file.py your/config.toml src/example.py src/my_file.py", []),
        ("src/*.py src/[id].ts $HOME/a.py ~/a.py ../up.py @types/node.d.ts", []),
        ("Node.js, Vue.js, console.log, asyncio.run, e.g. this", []),
        ("v1.2.3, 3.14, 1/2, and/or, CI/CD, user@example.com", []),
        ("`git add a.py`, `foo.bar()`", []),
        ("`/etc/`, `12/`, a.js/b.js", []),
    ],
)
def test_paths(text: str, paths: list[str]) -> None:
    found = list(paths_in(text))
    assert [one.path for one in found] == paths
    assert all(text[one.start : one.end] == one.path for one in found)


def test_marks_around_a_path_are_known() -> None:
    text = "in `src/a.py:3` now"
    (one,) = paths_in(text)
    assert text[one.outer_start : one.outer_end] == "`src/a.py:3`"
