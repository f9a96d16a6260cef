"""What can be done about findings: their fixes, all safe fixes at once, and a comment that suppresses one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from de_lint.diagnostics import Finding
from de_lint.server.features import Answer
from de_lint.server.features.diagnostics import diagnostic
from de_lint.server.opened import Opened
from de_lint.writing.fixing import applicable, fix_by
from de_lint.writing.suppressing import can_suppress, suppress

_QUICK, _ALL = types.CodeActionKind.QuickFix.value, f"{types.CodeActionKind.SourceFixAll.value}.de-lint"
_REASON = "not fixed yet"
_FIX, _SUPPRESS = "fix", "suppress"


def actions(opened: Opened, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done in a range; what it changes is found out when it is chosen, if the client can ask."""
    wanted = params.context.only
    found = [each for each in _actions(opened, params.range) if wanted is None or _is_wanted(each, wanted)]
    is_lazy = "edit" in _resolved(opened)
    return found if is_lazy else [resolved(opened, each) for each in found]


def _resolved(opened: Opened) -> Sequence[str]:
    text_document = opened.editor.server.client_capabilities.text_document
    able = text_document and text_document.code_action and text_document.code_action.resolve_support
    return able.properties if able else ()


def _is_wanted(action: types.CodeAction, wanted: Sequence[str]) -> bool:
    return any(f"{action.kind}.".startswith(f"{getattr(kind, 'value', kind)}.") for kind in wanted)


def _actions(opened: Opened, place: types.Range) -> Iterator[types.CodeAction]:
    findings, ranges = opened.findings, opened.ranges
    near = [(number, each) for number, each in enumerate(findings) if ranges.meets(each.span, place)]
    for number, finding in near:
        if finding.fix:
            title = finding.fix.title if finding.fix.safe else f"{finding.fix.title} (may change the meaning)"
            yield _quick(opened, title, finding, number, _FIX)
    offered = set()
    for number, finding in near:
        title = f"Suppress {finding.code} {finding.name} here"
        if can_suppress(finding) and title not in offered:
            offered.add(title)
            yield _quick(opened, title, finding, number, _SUPPRESS)
    if any(applicable(each, unsafe=False) for each in findings):
        data = {"uri": opened.uri, "version": opened.version, "does": _ALL}
        yield types.CodeAction("Apply all safe fixes of de-lint", _ALL, data=data)


def _quick(opened: Opened, title: str, finding: Finding, number: int, does: str) -> types.CodeAction:
    is_preferred = does == _FIX and applicable(finding, unsafe=False)
    data = {"uri": opened.uri, "version": opened.version, "does": does, "finding": number}
    about = [diagnostic(finding, opened.ranges)]
    return types.CodeAction(title, _QUICK, about, is_preferred=is_preferred, data=data)


def resolved(opened: Opened, action: types.CodeAction) -> types.CodeAction:
    """Return an action with what it changes; nothing where the text has changed since it was offered."""
    data = action.data if isinstance(action.data, dict) else {}
    number, findings = data.get("finding"), opened.findings
    finding = findings[number] if isinstance(number, int) and 0 <= number < len(findings) else None
    if data.get("version") != opened.version:
        return action
    if data.get("does") == _ALL:
        new = fix_by(opened.data, opened.read, opened.judge).data
    elif finding and data.get("does") == _SUPPRESS:
        new = suppress(opened.data, [finding], opened.read, opened.judge, _REASON)
    elif finding and finding.fix:
        action.edit = opened.editor.edit({opened.uri: opened.ranges.edits(finding.fix.edits)})
        return action
    else:
        return action
    action.edit = opened.editor.edit({opened.uri: opened.text.edits_to(new.decode("utf-8", "surrogatepass"))})
    return action


_OPTIONS = types.CodeActionOptions([_QUICK, _ALL], resolve_provider=True)
FEATURES = {types.TEXT_DOCUMENT_CODE_ACTION: Answer(actions, _OPTIONS), types.CODE_ACTION_RESOLVE: Answer(resolved)}
