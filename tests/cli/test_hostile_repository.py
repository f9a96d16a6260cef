"""A repository of nobody knows whom: whatever its git configuration names, nothing of it is run and nothing written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from de_lint.agents.hook import answer
from de_lint.cli import main

REPORT = "# QA Agent Progress Report\n\n**Status**: completed\n\nUpdated `same.py`. Fixed in commit {commit}.\n"
MISSING = "9c41d7e05b3f2a86d1c07e94b5a2f3806e7d1c4a"
SIGNED = (
    "tree {tree}\nparent {parent}\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n"
    "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\ntwo\n"
)
#: Settings that name a program, {run}, each with what makes git want it.
SETTINGS = {
    "filter": {"filter.f.clean": "{run}"},
    "required filter": {"filter.f.clean": "{run}", "filter.f.required": "true"},
    "filter process": {"filter.f.process": "{run}"},
    "filter of an odd name": {"filter.f=g.clean": "{run}"},
    "smudge": {"filter.f.smudge": "{run}"},
    "textconv": {"diff.f.textconv": "{run}"},
    "diff command": {"diff.f.command": "{run}"},
    "external diff": {"diff.external": "{run}"},
    "file system monitor": {"core.fsmonitor": "{run}"},
    "hooks": {"core.hooksPath": "{folder}/hooks"},
    "pager": {"core.pager": "{run}", "pager.diff": "{run}", "pager.log": "{run}"},
    "signatures": {"log.showSignature": "true", "gpg.program": "{run}", "gpg.ssh.program": "{run}"},
    "editor": {"core.editor": "{run}", "sequence.editor": "{run}"},
    "questions": {"core.askPass": "{run}", "credential.helper": "!{run}"},
    "alias": {f"alias.{name}": "!{run}" for name in ("diff", "log", "ls-files", "rev-parse", "cat-file", "config")},
    "merge driver": {"merge.f.driver": "{run}", "diff.tool": "f", "difftool.f.cmd": "{run}"},
    "fetched by a helper": {"remote.o.url": "ext::{run}", "protocol.ext.allow": "always"},
    "fetched from a folder": {"remote.o.url": "{folder}", "remote.o.uploadpack": "{run}"},
    "fetched by ssh": {"remote.o.url": "ssh://localhost/x", "core.sshCommand": "{run}"},
    "fetched by a proxy": {"remote.o.url": "git://localhost/x", "core.gitProxy": "{run}"},
    "fetched by another program": {"remote.o.vcs": "../../{run}", "remote.o.url": "x"},
    "included": {"include.path": "{folder}/included"},
    "included by a condition": {"includeIf.gitdir:**.path": "{folder}/included"},
    "alternates": {"core.alternateRefsCommand": "{run}"},
    "hook of packing": {"uploadpack.packObjectsHook": "{run}"},
    "submodule": {"submodule.below.update": "!{run}", "submodule.below.url": "ext::{run}", "submodule.recurse": "true"},
}
#: What the names of options that hold a program end with, in the list that git itself gives.
PROGRAMS = re.compile(
    r"(?:command|cmd|program|helper|clean|smudge|process|textconv|driver|editor|pager|askpass|proxy|hook|hookspath"
    r"|fsmonitor|difffilter|uploadpack|receivepack|browser|tool|gpg|\.path)$",
    re.IGNORECASE,
)
PROMISED = {"extensions.partialClone": "o", "remote.o.promisor": "true", "core.repositoryFormatVersion": "1"}


def git(*arguments: str, given: bytes = b"") -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, input=given).stdout.decode().strip()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that leaves a mark, and a repository in which git would have a use for each of the settings."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/mark'\ncat\n")
    program.chmod(0o755)
    (tmp_path / "hooks").mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc"):
        (tmp_path / "hooks" / name).symlink_to(program)
    (tmp_path / "included").write_text(f'[filter "f"]\n\tclean = {program}\n')
    (tmp_path / "repository").mkdir()
    monkeypatch.chdir(tmp_path / "repository")
    git("init", "-q", "-b", "main")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org")):
        git("config", name, value)
    Path(".gitattributes").write_text("* filter=f diff=f merge=f\nodd.py filter=f=g\n")
    Path(".de-lint.toml").write_text('extend-select = ["E"]\n')
    for name in ("a.py", "odd.py", "same.py", "report.md"):
        Path(name).write_text("one\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("switch", "-qc", "work")
    Path("report.md").write_text(REPORT.format(commit="abc1234"))
    git("add", "-A")
    commit = SIGNED.format(tree=git("write-tree"), parent=git("rev-parse", "HEAD")).encode()
    git("update-ref", "HEAD", git("hash-object", "-t", "commit", "-w", "--stdin", given=commit))
    for name in ("a.py", "odd.py"):
        Path(name).write_text("two\n")
    Path("report.md").write_text(REPORT.format(commit=MISSING))
    os.utime("same.py", (1, 1))  # it is as it was, and git has to look
    return program


def ask_git(may_fail: bool = False) -> None:
    """Run whatever asks git."""
    for arguments in (["check", "--changed"], ["check", "--base", "main"], ["check"], ["convert", "--git", "HEAD"]):
        with CliRunner().isolation() as (_, err, _):
            options = [] if arguments[0] == "convert" else ["--no-cache"]
            code = main.run([*arguments, *options])
            sys.stderr.flush()
            said = err.getvalue().decode()
            assert code in (0, 1) or (may_fail and said.count("\n") == 1 and said.startswith("de-lint: ")), said
    payload = {"hook_event_name": "SubagentStop", "agent_type": "qa", "cwd": str(Path.cwd())}
    answer(json.dumps({**payload, "last_assistant_message": REPORT.format(commit=MISSING)}).encode())


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
def test_no_program_of_a_repository_is_run(program: Path, tmp_path: Path, setting: dict[str, str]) -> None:
    for name, value in {**setting, **(PROMISED if "remote.o.url" in setting else {})}.items():
        git("config", name, value.format(run=program, folder=tmp_path))
    index = Path(".git/index").read_bytes(), Path(".git/index").stat().st_mtime_ns
    odd = "filter.f=g.clean" in setting  # it cannot be turned off, and what would need it is not asked
    ask_git(odd)
    assert not (tmp_path / "mark").exists()
    assert (Path(".git/index").read_bytes(), Path(".git/index").stat().st_mtime_ns) == index


def test_no_option_that_git_knows_runs_a_program(program: Path, tmp_path: Path) -> None:
    """All at once: what a later git adds is tried, too."""
    names = [name for name in git("help", "--config").split() if PROGRAMS.search(name) and "include" not in name]
    assert len(names) > 40
    for name in names:
        option = re.sub(r"<[^>]*>|\*", "f", name)
        git("config", option, str(program))
        if subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, check=False).returncode:
            git("config", "--unset", option)  # it wants no program, and git can be asked nothing
    ask_git(may_fail=True)
    assert not (tmp_path / "mark").exists()


def test_no_program_of_a_submodule_is_run(program: Path, tmp_path: Path) -> None:
    below = Path("below")
    git("init", "-q", str(below))
    (below / ".gitattributes").write_text("* filter=f diff=f\n")
    (below / "a.py").write_text("one\n")
    git("-C", "below", "add", "-A")
    git("-C", "below", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "one")
    git("add", "below")
    git("commit", "-qm", "three", "--no-verify")
    (below / "a.py").write_text("two\n")
    for name in ("core.fsmonitor", "filter.f.clean", "diff.f.textconv", "diff.external"):
        git("-C", "below", "config", name, str(program))
    ask_git()
    assert not (tmp_path / "mark").exists()


def test_filters_of_the_user_are_run(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "of-the-user").write_text(f'[filter "f"]\n\tclean = {program}\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "of-the-user"))
    ask_git()
    assert (tmp_path / "mark").exists()
