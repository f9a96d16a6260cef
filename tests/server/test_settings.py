"""What the server heeds: configurations of folders, what the client says, and what changes while it runs."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.settings import Settings
from de_lint.server.options import Options
from de_lint.server.roots import Root

from .client import SECTION, Client, session

REPORT = "QA Agent Progress Report\n- Task: Test the cart (ISS-0415)\n- Date: 2025-09-03\n- Status: purple\n"
OFF = '[tool.de-lint]\nignore = ["invalid-status"]\n'


def codes(findings: Any) -> list[str]:
    return [each.code for each in findings]


async def until(client: Client, uri: str, expected: list[str]) -> None:
    """Wait until these rules, and no others, find something in a document."""
    await client.until(lambda: uri in client.published and codes(client.published[uri][1]) == expected)


def watched(client: Client, *files: Path) -> None:
    changes = [types.FileEvent(file.as_uri(), types.FileChangeType.Changed) for file in files]
    client.protocol.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))


def test_each_folder_has_its_own_configuration(tmp_path: Path) -> None:
    for name in ("strict", "lenient"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.md").write_text(REPORT)
    (tmp_path / "lenient" / "pyproject.toml").write_text(OFF)

    async def heard() -> None:
        async with session(tmp_path / "strict", tmp_path / "lenient") as client:
            strict, lenient = (client.open(tmp_path / name / "report.md") for name in ("strict", "lenient"))
            assert codes(await client.findings(strict)) == ["V301"]
            assert codes(await client.findings(lenient)) == []
            gone = types.WorkspaceFolder((tmp_path / "lenient").as_uri(), "lenient")
            event = types.WorkspaceFoldersChangeEvent(added=[], removed=[gone])
            client.protocol.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
            client.replace(lenient, "purple", "mauve")
            assert codes(await client.findings(lenient)) == []  # it still lies below its configuration

    asyncio.run(heard())


def test_a_text_that_is_too_large_is_told_of_once(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT + "- a\n" * 50_001)

    async def heard() -> None:
        async with session(tmp_path) as client:
            client.open(tmp_path / "report.md")
            await client.until(lambda: client.protocol.messages)
            (message,) = client.protocol.messages
            assert "report.md: it has more than 50,000 lines; to read it, set DE_LINT_LARGEST" in message.message

    asyncio.run(heard())


def test_a_configuration_counts_as_it_is_now(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)

    async def heard() -> None:
        async with session(tmp_path) as client:
            uri = client.open(tmp_path / "report.md")
            await until(client, uri, ["V301"])
            await client.until(lambda: client.registered)
            (tmp_path / "pyproject.toml").write_text(OFF)
            watched(client, tmp_path / "pyproject.toml")
            await until(client, uri, [])
            (tmp_path / "pyproject.toml").write_text('[tool.de-lint]\nignore = ["no-such-rule"]\n')
            watched(client, tmp_path / "pyproject.toml")
            await client.until(lambda: client.protocol.messages)
            assert [each.message for each in client.protocol.messages] == [
                "pyproject.toml:2: ignore: 'no-such-rule' fits no rule"
            ]
            (tmp_path / "pyproject.toml").unlink()
            watched(client, tmp_path / "pyproject.toml")
            await until(client, uri, ["V301"])

    asyncio.run(heard())


@pytest.mark.parametrize("before", [None, "[tool.de-lint]\n"])
def test_a_configuration_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    file, report = tmp_path / "pyproject.toml", str(tmp_path / "report.md")
    if before is not None:
        file.write_text(before)
    of = Projects.of

    def too_early(projects: Projects, asked: str) -> Settings:
        found = of(projects, asked)
        file.write_text(OFF)
        return found

    root = Root(str(tmp_path), Options())
    with monkeypatch.context() as changed:
        changed.setattr(Projects, "of", too_early)
        root.settings(report)
    assert root.settings(report).configuration.data == {"ignore": ["invalid-status"]}


def test_a_configuration_that_another_folder_has_read_counts_as_it_is_now(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.md").write_text(REPORT)
    (tmp_path / "pyproject.toml").write_text("[tool.de-lint]\n")

    async def heard() -> None:
        async with session(tmp_path) as client:
            first = client.open(tmp_path / "first" / "report.md")
            await until(client, first, ["V301"])
            await client.until(lambda: client.registered)
            client.replace(first, "purple", "mauve")
            assert codes(await client.findings(first)) == ["V301"]
            closed = types.TextDocumentIdentifier(first)
            client.protocol.text_document_did_close(types.DidCloseTextDocumentParams(closed))
            await until(client, first, [])
            (tmp_path / "pyproject.toml").write_text(OFF)
            watched(client, tmp_path / "pyproject.toml")
            await until(client, client.open(tmp_path / "second" / "report.md"), [])

    asyncio.run(heard())


def test_rules_of_a_project_s_own_count_and_are_explained(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT.replace("purple", "completed"))
    stated = 'for = "qa"\nfield = "Task"\nmatches = "^Check "\nwhy = "Others say test."\n'
    (tmp_path / ".de-lint.toml").write_text(f"select = ['U']\n[rules.U001]\n{stated}")

    async def heard() -> None:
        async with session(tmp_path) as client:
            uri = client.open(tmp_path / "report.md")
            (found,) = await client.findings(uri)
            assert (found.code, found.range.start.line, found.range.start.character) == ("U001", 1, 8)
            place = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 9))
            told = await client.protocol.text_document_hover_async(place)
            assert "Others say test." in str(told and told.contents)

    asyncio.run(heard())


def test_a_template_that_changes_is_another_contract(tmp_path: Path) -> None:
    form = "# Courier Report\n\n```markdown\nCourier Agent Progress Report\n- Task: [task]\n- Parcels: [count]\n```\n"
    (tmp_path / "courier.md").write_text(form)
    (tmp_path / ".de-lint.toml").write_text('templates = ["courier.md"]\n')
    report = "Courier Agent Progress Report\n- Task: Bring the parcels\n- Status: completed\n- Parcels: 12\n"

    async def heard() -> None:
        async with session(tmp_path) as client:
            uri = client.open(tmp_path / "report.md", report)
            before = codes(await client.findings(uri))
            (tmp_path / "courier.md").write_text(form.replace("- Parcels", "- Route: [route]\n- Parcels"))
            watched(client, tmp_path / "courier.md")
            await until(client, uri, ["S101", *before])

    asyncio.run(heard())


def test_what_the_client_says_counts(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "other.toml").write_text('ignore = ["V"]\n')

    async def heard() -> None:
        async with session(tmp_path, settings={"ignore": ["V301"]}) as client:
            uri = client.open(tmp_path / "report.md")
            await until(client, uri, [])
            for said, expected in (
                ({}, ["V301"]),
                ({"configuration": "other.toml"}, []),
                ({"select": ["T"]}, []),
                ({"extendSelect": ["missing-ticket"]}, ["V301"]),
            ):
                client.protocol.set_configuration(said, section=SECTION)
                client.protocol.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
                await until(client, uri, expected)
            client.protocol.set_configuration({"select": ["V3010"]}, section=SECTION)
            client.protocol.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
            await client.until(lambda: client.protocol.messages)
            assert client.protocol.messages[0].message.startswith("Unknown rule: V3010.")

    asyncio.run(heard())


def test_a_client_that_cannot_be_asked_sends_its_settings(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)

    async def heard() -> None:
        async with session(tmp_path, able=lambda able: setattr(able.workspace, "configuration", False)) as client:
            uri = client.open(tmp_path / "report.md")
            await until(client, uri, ["V301"])
            said = {SECTION: {"ignore": ["invalid-status"]}}
            client.protocol.workspace_did_change_configuration(types.DidChangeConfigurationParams(said))
            await until(client, uri, [])

    asyncio.run(heard())


def test_settings_may_come_with_the_first_message(tmp_path: Path) -> None:
    async def heard(said: Any) -> list[str]:
        async with session(tmp_path, options=said) as client:
            return codes(await client.findings(client.open(tmp_path / "report.md", REPORT)))

    assert asyncio.run(heard({SECTION: {"ignore": ["V301"]}})) == []
    assert asyncio.run(heard({"ignore": ["V301"]})) == []


def test_the_command_line_counts_where_the_client_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "pyproject.toml").write_text(OFF)
    (tmp_path / "other.toml").write_text('extend-select = ["missing-ticket"]\n')

    async def heard(*arguments: str) -> list[str]:
        async with session(tmp_path, arguments=arguments) as client:
            return codes(await client.findings(client.open(tmp_path / "report.md")))

    assert asyncio.run(heard()) == []
    assert asyncio.run(heard("--isolated")) == ["V301"]
    assert asyncio.run(heard("--config", "other.toml")) == ["V301"]


def test_a_folder_that_is_gone_takes_no_other_along(tmp_path: Path) -> None:
    for name in ("gone", "kept"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.md").write_text(REPORT)

    async def heard() -> None:
        async with session(tmp_path / "kept", tmp_path / "gone") as client:
            gone, kept = (client.open(tmp_path / name / "report.md") for name in ("gone", "kept"))
            assert codes(await client.findings(gone)) == codes(await client.findings(kept)) == ["V301"]
            client.replace(gone, "purple", "mauve")  # the last one that is judged before it goes
            assert codes(await client.findings(gone)) == ["V301"]
            shutil.rmtree(tmp_path / "gone")
            client.replace(gone, "mauve", "lilac")
            client.replace(kept, "purple", "mauve")
            assert codes(await client.findings(kept)) == ["V301"]

    asyncio.run(heard())


def test_what_others_write_to_the_disk_counts(tmp_path: Path) -> None:
    delegation = (
        "**QA Agent**: Test the cart\n\n**Task**: Test it\n- Measure refund latency\n\n**Ticket Reference**: ISS-0415\n"
    )

    async def heard() -> None:
        async with session(tmp_path) as client:
            uri = client.open(tmp_path / "report.md", REPORT.replace("purple", "completed"))
            document = types.CodeLensParams(types.TextDocumentIdentifier(uri))
            await until(client, uri, [])
            (tmp_path / "asked.md").write_text(delegation)
            watched(client, tmp_path / "asked.md")
            await until(client, uri, ["X903"])
            (lens,) = await client.protocol.text_document_code_lens_async(document) or ()
            assert lens.command and lens.command.title == "answers delegation 'Test the cart': 0 of 1 step"
            (tmp_path / "asked.md").unlink()
            watched(client, tmp_path / "asked.md")
            await until(client, uri, [])

    asyncio.run(heard())


def test_rules_of_the_project_are_rules(tmp_path: Path) -> None:
    own = """[rules.U001]
for = "progress_report"
field = "Status"
one_of = ["completed"]
message = "See [the ticket](https://example.org)"
"""
    (tmp_path / ".de-lint.toml").write_text(own)

    async def heard() -> None:
        async with session(tmp_path, settings={"select": ["U001"]}) as client:
            uri = client.open(tmp_path / "report.md", REPORT)
            await until(client, uri, ["U001"])
            params = types.HoverParams(**client.at(uri, "purple"))
            hover = await client.protocol.text_document_hover_async(params)
            assert hover and isinstance(hover.contents, types.MarkupContent)
            assert "U001" in hover.contents.value and "the ticket" in hover.contents.value
            assert "](https://example.org)" not in hover.contents.value
            assert client.protocol.messages == []

    asyncio.run(heard())


def test_what_the_configuration_leaves_out_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / ".de-lint.toml").write_text('exclude = ["drafts/"]\n')
    (tmp_path / "drafts").mkdir()

    async def heard() -> None:
        async with session(tmp_path) as client:
            assert codes(await client.findings(client.open(tmp_path / "drafts" / "report.md", REPORT))) == []
            assert codes(await client.findings(client.open(tmp_path / "report.md", REPORT))) == ["V301"]

    asyncio.run(heard())


def test_findings_that_the_baseline_allows_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / ".de-lint.toml").write_text('baseline = "baseline.json"\n')
    counts = {"schema_version": 1, "counts": {"report.md": {"V301": 1}}}
    (tmp_path / "baseline.json").write_text(json.dumps(counts))

    async def heard() -> None:
        async with session(tmp_path) as client:
            assert codes(await client.findings(client.open(tmp_path / "report.md"))) == []

    asyncio.run(heard())


def test_a_repository_leads_nowhere_out_of_itself(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"ISS-0777": "the secret status"}')
    (tmp_path / "asked.md").write_text("**QA Agent**: Test\n\n**Task**: Test it\n\n**Ticket Reference**: ISS-0415\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / ".de-lint.toml").write_text('[tickets]\nregistry = "../secret.json"\n')
    (repository / "asked.md").symlink_to(tmp_path / "asked.md")

    async def heard() -> None:
        async with session(repository) as client:
            uri = client.open(repository / "report.md", REPORT.replace("0415", "0777"))
            await client.until(lambda: client.protocol.messages)
            assert "'../secret.json' leads out of the project" in client.protocol.messages[0].message
            assert codes(await client.findings(uri)) == []
            at = client.at(uri, "ISS-0777")
            assert await client.protocol.text_document_hover_async(types.HoverParams(**at)) is None
            (repository / ".de-lint.toml").unlink()
            watched(client, repository / ".de-lint.toml")
            await until(client, uri, ["V301"])
            client.replace(uri, "0777", "0415")
            await until(client, uri, ["V301"])
            document = types.TextDocumentIdentifier(uri)
            assert await client.protocol.text_document_code_lens_async(types.CodeLensParams(document)) == ()
            renamed = await client.protocol.text_document_rename_async(
                types.RenameParams(new_name="ISS-0416", **client.at(uri, "ISS-0415"))
            )
            assert renamed and renamed.document_changes and len(renamed.document_changes) == 1

    asyncio.run(heard())


def test_positions_are_counted_as_the_client_counts_them(tmp_path: Path) -> None:
    text = REPORT.replace("Task: Test", "Task: 🛒é Test").replace("(ISS-0415)", "(ISS_0415)")
    line = text.split("\n")[1]

    async def heard(encoding: str) -> tuple[object, int]:
        async with session(tmp_path, encodings=[encoding]) as client:
            uri = client.open(tmp_path / "report.md", text)
            found = next(each for each in await client.findings(uri) if each.code == "T201")
            return client.server_encoding, found.range.start.character

    before = line[: line.index("ISS")]
    assert asyncio.run(heard("utf-8")) == ("utf-8", len(before.encode()))
    assert asyncio.run(heard("utf-16")) == ("utf-16", len(before) + 1)
    assert asyncio.run(heard("utf-32")) == ("utf-32", len(before))


def test_without_its_packages_the_command_names_the_extra(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
        "from de_lint.cli.main import run; sys.exit(run(['server']))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "Error: the server needs optional packages: pip install 'de-lint[lsp]'\n"
