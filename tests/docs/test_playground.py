"""The playground in a real Chromium: reads, underlines and lists what is typed, and asks nobody else for anything."""

from __future__ import annotations

import json
import runpy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import de_lint

ROOT = Path(__file__).resolve().parents[2]
build = runpy.run_path(str(ROOT / "docs" / "playground" / "build.py"))
REPORT = (
    "# QA Agent Progress Report\n\n**Task:** 🙂 Run the suite {ticket}\n**Status:** purple\n\n## Completed\n\n- All\n"
)
#: The text of each underline, and how grave it is.
UNDERLINES = "[...document.querySelectorAll('#backdrop mark')].map((mark) => [mark.textContent, mark.className])"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the playground, and nothing else."""
    if not build["KEPT"].exists():
        pytest.skip("there is no Pyodide: `make playground` fetches it with npm")
    folder = tmp_path_factory.mktemp("playground")
    build["main"](folder)
    with served(folder) as found:
        yield found


@pytest.fixture(scope="module")
def opened(browser: Any, address: str) -> Iterator[Any]:
    """The page, once its reader is there; any other request than to its server, and any complaint, fails the tests."""
    faults: list[str] = []
    requests: list[str] = []
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.set_default_timeout(600_000)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.goto(f"{address}page.html")
    said(page, "Type or paste")
    before = len(requests)
    yield page
    context.close()
    assert {f"{address}{name}" for name in ("page.js", "reader.zip", "pyodide/pyodide.asm.wasm")} <= set(requests)
    assert [url for url in requests if not url.startswith((address, f"blob:{address}"))] == []
    assert requests[before:] == [], "once the page is there, it asks for nothing more"
    assert faults == []


@pytest.fixture
def page(opened: Any) -> Any:
    """The page with a text that holds nothing."""
    typed(opened, "Coffee.\n")
    return opened


def said(page: Any, text: str) -> None:
    """Wait for what the page says of itself."""
    page.get_by_role("status").filter(has_text=text).wait_for()


def typed(page: Any, text: str, keys: bool = False) -> None:
    """Give the page a text, with `keys` one at a time, and wait for what is read of exactly this text."""
    box = page.get_by_label("Delegation or report")
    box.fill("")
    box.press_sequentially(text) if keys else box.fill(text)
    digest = de_lint.read(text).to_json()["sha256"]
    page.locator("#json", has_text=digest).wait_for()


def test_a_malformed_ticket_is_underlined_as_it_is_typed(page: Any) -> None:
    text = REPORT.format(ticket="(ISS0345)")
    typed(page, text, keys=True)
    assert ["ISS0345", "error"] in page.evaluate(UNDERLINES)
    findings = [finding.to_json() for finding in de_lint.check(de_lint.read(text))]
    expected = [f"{f['line']}:{f['column']} {f['code']}{f['message']}" for f in findings]
    assert page.locator("#findings li").all_text_contents() == expected
    assert json.loads(page.locator("#json").inner_text()) == de_lint.read(text).to_json()
    said(page, f"progress report: {len(expected)} findings")
    typed(page, REPORT.format(ticket="(ISS-0345)"))
    assert not any("ISS" in marked for marked, _ in page.evaluate(UNDERLINES))


def test_underlines_stand_below_their_text(page: Any) -> None:
    filler = "- a line of a list that is long enough to be wrapped, " + "word " * 60 + "\n"
    typed(page, f"# QA Agent Progress Report\n\n## Completed\n\n{filler * 40}\n**Ticket:** ISS0345\n")
    for name in ("scrollHeight", "clientWidth"):
        sizes = page.evaluate(f"['text', 'backdrop'].map((id) => document.getElementById(id).{name})")
        assert abs(sizes[0] - sizes[1]) <= 1, name
    page.locator("#findings").get_by_role("button", name="T201").press("Enter")
    chosen = "(() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd) })()"
    assert page.evaluate(chosen) == "ISS0345"
    places = "['text', 'backdrop'].map((id) => document.getElementById(id).scrollTop)"
    scrolled, below = page.evaluate(places)
    assert scrolled == below > 0
    mark = page.locator("mark", has_text="ISS0345").bounding_box()
    box = page.locator("#text").bounding_box()
    assert box["y"] < mark["y"] and mark["y"] + mark["height"] < box["y"] + box["height"]


def test_underlines_move_with_their_text_before_the_answer(page: Any) -> None:
    typed(page, REPORT.format(ticket="(ISS0345)"))
    moved = page.evaluate(f"""() => {{
        const text = document.getElementById("text")
        text.setRangeText("Monday\\n\\n", 0, 0)
        text.dispatchEvent(new Event("input"))
        return {UNDERLINES}
    }}""")
    assert ["ISS0345", "error"] in moved


def test_the_keyboard_reaches_everything(page: Any) -> None:
    page.get_by_role("button", name="Show an example").press("Enter")
    page.locator("mark", has_text="ISS0345").wait_for()
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Tab")
    assert "T201" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_hostile_text_stays_text(page: Any) -> None:
    script = """</script></pre></textarea><img src=x onerror="document.title='owned'"><b id=owned>"""
    typed(
        page,
        f"# QA Agent Progress Report {script}\n\n**Status:** {script}\n**Tikcet:** {script}\n**Ticket:** ISS0345\n",
    )
    assert script in page.locator("#backdrop").text_content() and "owned" in page.locator("#findings").text_content()
    assert page.locator("img, #owned").count() == 0
    assert page.title() == "de-lint playground"


def test_the_policy_is_in_force_in_the_page_and_its_worker(browser: Any, address: str) -> None:
    refused = """() => new Promise((resolve) => {
        self.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective))
        fetch("https://elsewhere.invalid/").catch(() => {})
    })"""
    context = browser.new_context()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.set_default_timeout(600_000)
    page.goto(f"{address}page.html")
    said(page, "Type or paste")
    assert [place.evaluate(refused) for place in (page, *page.workers)] == ["connect-src", "connect-src"]
    assert not any("elsewhere" in url for url in requests)
    context.close()


def test_fixtures_are_judged_as_elsewhere(browser: Any, address: str, fixture_files: list[Path]) -> None:
    texts = [file.read_bytes().decode("utf-8", "replace") for file in fixture_files]
    page = browser.new_page()
    page.goto(f"{address}page.html")
    answers = page.evaluate(
        """(texts) => new Promise((resolve) => {
            const worker = new Worker("worker.js", { type: "module" })
            const answers = []
            worker.onmessage = ({ data }) => {
                if (!data.ready) answers.push(data)
                if (answers.length === texts.length) resolve(answers)
                else worker.postMessage(texts[answers.length])
            }
        })""",
        texts,
    )
    for text, answer in zip(texts, answers, strict=True):
        document = de_lint.read(text)
        findings = [finding.to_json() for finding in de_lint.check(document)]
        assert answer == {"text": text, "document": document.to_json(), "findings": findings}
    page.close()


def test_a_site_without_the_reader_says_so(browser: Any, tmp_path: Path) -> None:
    for name in build["PAGE"]:
        shutil.copyfile(ROOT / "docs" / "playground" / name, tmp_path / name)
    with served(tmp_path) as address:
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.goto(f"{address}page.html")
        said(page, "The reader is not here")
        page.close()
