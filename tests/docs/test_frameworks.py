"""The page about agent frameworks does what it says: a model that reports badly is told, and reports well.

Each block runs where its framework is installed (`make frameworks` installs them); the models answer from a script.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import de_lint

PAGE = Path(__file__).resolve().parents[2] / "docs" / "integrations" / "agent-frameworks.md"
BLOCK = re.compile(r'^```python(?: title="(?P<title>\w+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
BAD = "QA Agent Progress Report\n- Task: Test the form (ISS-0415)\n- Status: completed\n"
GOOD = BAD + (
    "- Test Results:\n  - Passed: 12\n  - Failed: 0\n  - Skipped: 1\n- Coverage: 87 %\n- Critical Issues: none\n"
    "- Quality Metrics:\n  - Code Quality: 9\n  - Performance: good\n  - Security: good\n- Recommendations: none\n"
)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names_in(title: str | None) -> dict[str, Any]:
    """Run the block of a framework, and return the names that it binds."""
    if title:
        pytest.importorskip(title, reason="not installed here; `make frameworks` installs it")
    names: dict[str, Any] = {}
    text = next(b["text"] for b in BLOCK.finditer(PAGE.read_text(encoding="utf-8")) if b["title"] == title)
    exec(compile(text, str(PAGE), "exec", dont_inherit=True), names)
    return names


class Script:
    """Answers in turn, and what was said to each."""

    def __init__(self) -> None:
        self.answers: Iterator[str] = iter((BAD, GOOD))
        self.heard: list[str] = []

    def answer(self, said: object) -> str:
        self.heard.append(str(said))
        return next(self.answers)

    def was_told(self) -> bool:
        return len(self.heard) == 2 and "'Coverage' is missing" in self.heard[1] and "Coverage" not in self.heard[0]


def test_the_first_block_refuses() -> None:
    with pytest.raises(de_lint.Refused, match="'Coverage' is missing"):
        names_in(None)


def test_pydantic_ai() -> None:
    names, script = names_in("pydantic_ai"), Script()
    from pydantic_ai.messages import ModelResponse, TextPart
    from pydantic_ai.models.function import FunctionModel

    model = FunctionModel(lambda messages, info: ModelResponse(parts=[TextPart(script.answer(messages[-1]))]))
    assert names["agent"].run_sync("Test the form", model=model).output == GOOD
    assert script.was_told()


def test_openai_agents() -> None:
    names, script = names_in("agents"), Script()
    from agents import Model, ModelResponse, Usage, set_tracing_disabled
    from openai.types.responses import ResponseOutputMessage, ResponseOutputText

    class Scripted(Model):
        async def get_response(self, *system: Any, **given: Any) -> ModelResponse:
            text = ResponseOutputText(text=script.answer(given["input"]), type="output_text", annotations=[])
            said = ResponseOutputMessage(id="1", content=[text], role="assistant", status="completed", type="message")
            return ModelResponse(output=[said], usage=Usage(), response_id=None)

        def stream_response(self, *given: Any, **options: Any) -> Any:
            raise NotImplementedError

    set_tracing_disabled(True)
    names["agent"].model = Scripted()
    assert asyncio.run(names["report_on"]("Test the form")) == GOOD
    assert script.was_told()


def test_langgraph() -> None:
    names, script = names_in("langgraph"), Script()
    graph = names["graph"](lambda state: {"messages": [("ai", script.answer(state["messages"][-1].content))]}).compile()
    state = graph.invoke({"messages": [("user", "Test the form")]})
    assert state["messages"][-1].content == GOOD
    assert script.was_told()


def test_crewai() -> None:
    names, script = names_in("crewai"), Script()
    from crewai import Agent, BaseLLM, Task

    class Scripted(BaseLLM):
        def call(self, messages: Any, *more: Any, **options: Any) -> str:
            return f"Thought: done\nFinal Answer: {script.answer(messages)}"

    agent = Agent(role="QA", goal="Test", backstory="-", llm=Scripted(model="scripted"))
    guarded = {"guardrail": names["in_form"], "guardrail_max_retries": 2}
    task = Task(description="Test the form", expected_output="A report in form", agent=agent, **guarded)
    assert task.execute_sync().raw.strip() == GOOD.strip()
    assert script.was_told()
