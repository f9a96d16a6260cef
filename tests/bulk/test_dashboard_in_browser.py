"""The page as its readers use it, in a real Chromium: without network, and without a complaint on the console."""

from __future__ import annotations

import json
import os
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from de_lint.cli.main import run
from de_lint.vocabulary.kinds import shipped
from de_lint.vocabulary.schemas import all_schemas, schema

ROOT = Path(__file__).resolve().parents[2]
archive = runpy.run_path(str(ROOT / "benchmarks" / "dashboard_archive.py"))["archive"]
HOSTILE = """# QA Agent Progress Report </script><script>document.title = "owned"</script>

**Task**: <img src="https://evil.invalid/x.png" onerror="document.title='owned'"> [x](javascript:alert(1))
**Status**: blocked \u202e by <b>nothing</b>
**Date**: 2025-03-02
**Ticket**: ISS0345

## Completed

- <svg onload="document.title='owned'">

## Metrics

- </script><b>Latency</b>: 12 ms
"""


#: What runs wherever a text ends up unescaped: below the page, in an attribute, in a script, as an address.
SCRIPT = """\"'`--></style></script><script>document.title='owned'</script><img src=x onerror="document.title=1">"""
ADDRESS = "javascript:document.title='owned'"
_DEEPEST = 6
_BY_ID = {one["$id"]: one for one in all_schemas() if "$id" in one}


def filled(node: Any, within: Any, place: str, bold: bool, depth: int = 0) -> Any:
    """Return a value of a schema with a script in each text; `bold` has one also where the schema asks for others."""
    if "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        target = within = _BY_ID[name] if name else within
        for part in pointer.split("/")[1:]:
            target = target[part]
        return filled(target, within, place, bold, depth)
    if "anyOf" in node:
        return filled(next(n for n in node["anyOf"] if n.get("type") != "null"), within, place, bold, depth)
    if "const" in node or "enum" in node:
        right = node.get("const", next(iter(node.get("enum", ())), None))
        return right if not bold or place.endswith("/kind") else f"{place} {SCRIPT}"
    kind = node.get("type", "object" if "properties" in node else "string")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "object":
        made = {
            name: filled(below, within, f"{place}/{name}", bold, depth + 1)
            for name, below in node.get("properties", {}).items()
            if depth < _DEEPEST
        }
        return {**made, **({SCRIPT: SCRIPT} if bold else {})}
    if kind == "array":
        return [] if depth >= _DEEPEST else [filled(node.get("items", {}), within, f"{place}/0", bold, depth + 1)]
    texts = {"number": 42, "integer": 3, "boolean": True}
    return texts.get(kind, f"{place} {ADDRESS if place.endswith(('url', 'path')) else SCRIPT}")


def hostile_documents() -> Iterator[dict[str, Any]]:
    """Yield a document for each kind and each role, with a script in every field that its schema has."""
    document = schema("document")
    names = [name for name, node in document["$defs"].items() if "kind" in node.get("properties", {})]
    parts = {name: [document["$defs"][name]["properties"]] for name in names}
    parts["progress_report"] += [role.schema["properties"] for role in shipped().roles.values()]
    for name, all_properties in parts.items():
        for number, properties in enumerate(all_properties):
            for bold in (False, True):
                record = filled(document["$defs"][name], document, f"/{name}", bold)
                record |= {key: filled(below, document, f"/{key}", bold) for key, below in properties.items()}
                record |= {"kind": name, "date": f"2025-03-{number + 1:02}"}
                outer = filled(document, document, "", bold)
                path = f"{name}-{number}-{bold} {SCRIPT}.md"
                yield {**outer, "schema_version": 1, "path": path, "records": [record], "coverage": 0.5}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page over 48 files and two hostile ones, and one over 5,000 converted documents."""
    folder = tmp_path_factory.mktemp("dashboard")
    for name, text in [*archive(48), ("a.md", HOSTILE), ("<b>.md", HOSTILE.replace("03-02", "04-02"))]:
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / Path(name).name).write_text(text, encoding="utf-8")
    before = os.getcwd()
    os.chdir(folder)
    try:
        assert run(["dashboard", "in", "-o", "page.html", "--jobs", "1"]) == 0
        assert run(["convert", "in", "-o", "few.jsonl", "--jobs", "1"]) == 0
        few = [json.loads(line) for line in Path("few.jsonl").read_text(encoding="utf-8").splitlines()]
        many = ({**few[n % 50], "path": f"{n:04}/{few[n % 50]['path']}"} for n in range(5000))
        Path("many.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in many), encoding="utf-8")
        assert run(["dashboard", "many.jsonl", "-o", "many.html"]) == 0
        scripts = (f"{json.dumps(one)}\n" for one in hostile_documents())
        Path("fields.jsonl").write_text("".join(scripts), encoding="utf-8")
        assert run(["dashboard", "fields.jsonl", "-o", "fields.html"]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def visit(browser: Any, pages: Path) -> Iterator[Any]:
    """Return a function that opens a page; whatever it asks of the network or complains about fails the test."""
    faults: list[str] = []
    contexts = []

    def dismissed(dialog: Any) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def noted(request: Any) -> None:
        if not request.url.startswith("file:"):
            faults.append(f"request: {request.url}")

    def visited(name: str = "page.html", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": 1300, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(600_000)
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", dismissed)
        page.on("request", noted)
        file, mark, place = name.partition("#")
        page.goto((pages / file).as_uri() + mark + place)
        page.wait_for_selector("html[data-ready]")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert faults == []


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator("#table a.title").all_inner_texts()
    return found


def shown(page: Any, text: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(text)).wait_for()


def test_search_filters_and_sorting_choose_rows(visit: Any) -> None:
    page = visit()
    shown(page, "^50 records$")
    page.keyboard.press("/")
    page.keyboard.type("scan the whole TABLE")  # words of a summary, which is in no cell
    shown(page, "^[1-9][0-9]? of 50 records$")
    page.get_by_role("searchbox").fill("nothing has these words")
    page.get_by_text("No record fits these filters.").wait_for()
    page.locator("#table").get_by_role("button", name="Clear all filters").click()
    shown(page, "^50 records$")
    page.locator("#filters").get_by_label("Kind").select_option("=delegation")
    shown(page, "^12 of 50 records$")
    page.locator("#filters").get_by_label("Kind").select_option("*")
    page.get_by_label("Status", exact=True).select_option("=blocked")
    assert set(page.locator("#table td:nth-child(4)").all_inner_texts()) == {"Blocked"}
    page.get_by_label("Findings", exact=True).select_option("=T201")
    assert all("error" in text for text in page.locator("#table td:nth-child(7)").all_inner_texts())
    page.locator("#clear").click()
    dates = page.locator("#table td:nth-child(5)")
    for direction, descending in (("descending", True), ("ascending", False)):
        page.locator("#table th").get_by_role("button", name="Date").click()
        assert page.locator(f"th[aria-sort={direction}]").inner_text().startswith("Date")
        found = dates.all_inner_texts()
        assert found == sorted(found, reverse=descending) and len(found) == 50


def test_a_record_opens_beside_its_source_and_closes_with_escape(visit: Any) -> None:
    page = visit()
    first, second = page.locator("#table a.title").nth(0), page.locator("#table a.title").nth(1)
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert "#record=" in page.url
    source, fields = page.get_by_role("region", name="Source"), page.get_by_role("region", name="Fields")
    assert source.locator(".row").first.inner_text().startswith("1")
    fields.locator("dt", has_text="Task").get_by_role("button").first.click()
    assert "**Task**" in source.locator(".row.lit").inner_text()
    url = page.url
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(lambda now: now != url)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_url(lambda now: "#" not in now)
    second.click()
    page.get_by_role("dialog").wait_for()
    page.go_back()
    page.get_by_role("dialog").wait_for(state="detached")


def focused(page: Any, place: str) -> bool:
    """Wait until the focus is on the link to a place, or on the element with that id."""
    # Locators only: a function to wait for would be evaluated in the page, which its policy forbids.
    page.locator(f"[href='{place}']:focus, [id='{place}']:focus").wait_for()
    return True


def opened(page: Any, place: str) -> None:
    """Wait until the record of a link is the one drawn: its address changes before its parts are unpacked."""
    page.wait_for_url(lambda url: url.endswith(place))
    page.locator(".record-head").filter(has_text=unquote(place.split("=")[1])).wait_for()
    page.locator(".close:focus").wait_for()


def links(page: Any) -> list[str]:
    return [str(one.get_attribute("href")) for one in page.locator("#table a.title").all()]


def test_the_arrow_keys_go_from_the_search_to_the_records_and_back(visit: Any) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("scan the whole table")
    page.keyboard.press("ArrowDown")  # at once: what was typed counts already
    page.locator(".title:focus").wait_for()
    shown(page, "^[1-9][0-9]? of 50 records$")
    found = links(page)
    assert focused(page, found[0])
    page.keyboard.press("ArrowDown")
    assert focused(page, found[1])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page, "filter-query")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.url.endswith(found[0])
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert focused(page, found[0])


def test_enter_in_the_search_opens_the_first_record_found(visit: Any) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda now: "#" not in now)
    page.keyboard.type("scan the whole table")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.url.endswith(links(page)[0])
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill("nothing has these words")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert focused(page, "filter-query") and "#" not in page.url


def test_the_arrow_keys_turn_the_pages_of_an_open_record(visit: Any) -> None:
    page = visit()
    found = links(page)
    page.locator("#table a.title").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    for key, index in (("ArrowUp", 0), ("ArrowDown", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowDown", 2)):
        page.keyboard.press(key)
        opened(page, found[index])
    page.get_by_role("region", name="Source").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert focused(page, found[2]), "in a pane the keys scroll; closed, the record that was open last has the focus"


def test_the_arrow_keys_turn_the_pages_of_the_table(visit: Any) -> None:
    page = visit("many.html")
    page.locator("#table a.title").last.focus()
    last = links(page)[-1]
    page.keyboard.press("ArrowDown")
    assert page.locator("#pager").inner_text().startswith("51–100 of")
    assert focused(page, links(page)[0])
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("ArrowUp")
    opened(page, last)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert focused(page, last)
    assert page.locator("#pager").inner_text().startswith("1–50 of")


def test_a_deep_link_opens_its_record_with_findings_at_their_characters(visit: Any) -> None:
    page = visit("page.html#record=in%2Fa.md%3A1")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    line = dialog.locator(".row[data-line='6']")
    assert line.locator("mark.error, mark").inner_text() == "ISS0345"
    assert "T201" in dialog.locator(".row[data-line='6'] + .finding").inner_text()
    visit("page.html#record=in%2Fgone.md%3A1")
    visit("page.html#record=%")


def test_hostile_text_stays_text(visit: Any) -> None:
    page = visit("page.html#record=in%2Fa.md%3A1")
    page.get_by_role("dialog").wait_for()
    page.wait_for_selector("#timeline svg", state="attached")
    assert page.title() == "Delegations and reports"
    assert page.locator("img, svg[onload], a[href^='javascript'], [onerror]").count() == 0
    text = page.get_by_role("dialog").inner_text()
    assert "<img src=" in text and "⟨202E⟩" in text and "\u202e" not in text
    page.keyboard.press("Escape")
    page.get_by_label("Metric", exact=True).select_option(label="</script><b>Latency</b>, ms (2)")
    page.wait_for_selector("#trends[aria-label*='<b>Latency</b>: 2 values']")


def test_a_script_in_any_field_stays_text(visit: Any) -> None:
    page = visit("fields.html")
    count = len(list(hostile_documents()))
    shown(page, f"^{count} records$")
    for chart in ("timeline", "roles", "trends"):
        page.wait_for_selector(f"#{chart} svg", state="attached")
    seen = ""
    page.locator("#table a.title").first.click()
    for _ in range(count):
        page.get_by_role("dialog").wait_for()
        seen += page.get_by_role("dialog").inner_text()
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    for select in page.locator("select:visible").all():
        select.select_option(index=select.locator("option").count() - 1)
        select.select_option(index=0)
    assert page.title() == "Delegations and reports"
    assert page.locator("img, [onerror], a[href^='javascript'], iframe, object, embed, base").count() == 0
    assert page.locator("script:not([type])").count() == 2  # the page's own, and the charts'
    assert "onerror=" in seen and "/progress_report/title" in seen and "/delegation/title" in seen


def test_the_policy_is_in_force(browser: Any, pages: Path) -> None:
    page = browser.new_page()
    page.goto((pages / "fields.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    refused = page.evaluate("""() => new Promise((resolve) => {
        const seen = []
        document.addEventListener("securitypolicyviolation", (event) => {
            seen.push(event.effectiveDirective)
            if (seen.length === 4) resolve(seen.sort())
        })
        const script = document.createElement("script")
        script.textContent = "document.title = 'owned'"
        document.body.append(script)
        const button = document.createElement("button")
        button.setAttribute("onclick", "document.title = 'owned'")
        button.click()
        const image = document.createElement("img")
        image.src = "https://evil.invalid/x.png"
        document.body.append(image)
        fetch("https://evil.invalid/").catch(() => {})
    })""")
    assert refused == ["connect-src", "img-src", "script-src-attr", "script-src-elem"]
    assert page.title() == "Delegations and reports"
    page.close()


def test_charts_follow_the_theme_and_the_picker(visit: Any) -> None:
    page = visit(color_scheme="dark", reduced_motion="reduce")
    for chart in ("timeline", "roles", "rules", "trends"):
        page.wait_for_selector(f"#{chart}[role=img]:not([aria-label*=Vega]) svg[aria-hidden=true]")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    label = "#timeline svg text"
    dark = page.locator(label).first.get_attribute("fill")
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_selector(f"{label}:not([fill='{dark}'])")
    page.reload()
    page.wait_for_selector("html[data-theme=light]")
    page.wait_for_selector("#trends svg")
    page.get_by_label("Metric", exact=True).select_option(label="Test Coverage, % (36)")
    page.wait_for_selector("#trends[aria-label^='Test Coverage: 36 values']")
    page.locator("#trends-panel").get_by_label("Role").select_option("=QA")
    page.locator("#trends-panel summary").click()
    assert set(page.locator("#trends-table td:nth-child(2)").all_inner_texts()) == {"QA"}
    page.locator("#roles-panel summary").click()
    page.locator("#roles-table").get_by_role("button", name="Ops").click()
    assert page.locator("#filter-role").input_value() == "=Ops"


def test_five_thousand_records_are_a_page_at_a_time(visit: Any, pages: Path) -> None:
    page = visit("many.html")
    shown(page, "^5,000 records$")
    assert page.locator("#table tbody tr").count() == 50
    assert page.locator("*").count() < 8000
    page.get_by_role("button", name="Last").click()
    assert page.locator("#pager").inner_text().startswith("4,951–5,000 of 5,000")
    page.get_by_role("searchbox").fill("4999/")
    shown(page, "^1 of 5,000 records$")
    page.locator("#table a.title").click()
    assert "read from converted JSON" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill("busiest queries")  # full text, of every record
    shown(page, r"^[1-9][0-9,]{2,} of 5,000 records$")
    assert len(titles(page)) == 50
    assert (pages / "many.html").stat().st_size < 3_000_000


def test_a_narrow_window_scrolls_in_one_direction_only(visit: Any) -> None:
    page = visit("page.html")
    page.wait_for_selector("#trends svg")
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.locator("#table a.title").first.click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 400
