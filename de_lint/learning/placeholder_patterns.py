"""The patterns that tell what a placeholder asks for: the tables of placeholder_types, in the order they are tried."""

from __future__ import annotations

import re
from collections.abc import Mapping

from de_lint.patterns import compiled

_FLAGS = re.IGNORECASE
_TIMES = r"(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?)"
#: A placeholder of more words than this is prose, whatever words it holds.
LONGEST_QUANTITY = 4

#: Which kind of quantity is asked for: the first form that is found in the words decides.
QUANTITIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, compiled(form, _FLAGS))
    for name, form in (
        ("score", r"^(?:[XYN]+|score|\d+) ?(?:/|out of) ?\d+$"),
        ("score", r"^\d+(?:\.\d+)? ?(?:-|–|\.\.|(?<= )[^\W\d]{1,3}(?= )) ?\d+(?:\.\d+)?$"),
        ("ratio", r"^(?-i:[XYZNM]{1,3}) ?(?:/|of|out of) ?(?-i:[XYZNM]{1,3})\b"),
        ("percentage", r"%|\bpercent(?:age)?\b"),
        ("rate", rf"^(?:\w+ )?\w+ ?(?:/|per) ?{_TIMES}$|\bthroughput$|\brate$|\b(?:qps|rps|tps|[kmg]bps)\b"),
        ("duration", r"(?:^|[\sX\d])(?:ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?)$"),
        ("duration", r"\b(?:latency|duration|elapsed|response time|execution time)\b"),
        ("duration", r"\b(?:time|minutes|hours|days) (?:taken|spent)\b"),
        ("size", r"(?:^|[\sX\d])(?:[kmgt]i?b|bytes)\b"),
        ("money", r"[$€£]"),
        ("count", r"^(?:count|number|total|sum|no\.|#) ?(?:of\b.*)?$|\bcounts?$"),
        ("count", r"^(?-i:X{1,3}|[YZWNMnxyz])(?: [a-z].*)?$"),
    )
)
#: Counts that say so at their beginning may go on for long.
LONG_COUNT = compiled(r"^(?:count|number|total number|sum) of\b", _FLAGS)
#: The ends of a scale, `1-10`.
RANGE = compiled(r"^(\d+(?:\.\d+)?) ?(?:-|–|\.\.|(?<= )[^\W\d]{1,3}(?= )) ?(\d+(?:\.\d+)?) ?%?$")

#: Texts of a form that is worth naming, and what JSON Schema can say of them.
FORMS: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = tuple(
    (compiled(form, _FLAGS), facts)
    for form, facts in (
        (r"^(?:current |target |new |old |semantic |release )?version(?: number)?$|^semver$", {"x-value": "version"}),
        (r"^(?:\w+ )?(?:date|timestamp)(?: and time)?$", {"x-value": "date"}),
        (r"^(?:\w+ )?url$|^https?:.*$", {"x-value": "url"}),
        (r"^(?:git |short |full )*(?:commit )?(?:sha|hash)(?:-?1)?$|^commit$", {"x-value": "commit"}),
        (r"^e-?mail(?: address)?$", {"x-value": "email"}),
    )
)
#: What values of a form look like, where the template does not show it.
PATTERNS = {
    "version": r"[0-9]+[.][0-9]+",
    "url": "https?://|[\\]][(]",
    "commit": "^[0-9a-f]{7,40}(?![0-9A-Za-z])",
    "email": "[^ @]+@[^ @]+",
}
TICKET = compiled(
    r"^(?:[A-Z][A-Z0-9]{1,9}-(?:X{2,}|Y{2,}|Z{2,}|N{2,}|x{3,}|n{3,}|#{2,}|\d+)(?: ?[,/&] ?(?=[A-Z]))?)+$"
    r"|^(?i:ticket(?: (?:id|number|reference|ref))?s?|(?:ticket|issue)[-_ ](?:id|number))$"
)

#: Pairs of choices that are a yes and a no.
BOOLEANS = tuple(frozenset(pair) for pair in (("yes", "no"), ("true", "false"), ("y", "n")))
#: Three words or more parted by slashes are choices without any bracket, too: `dev/staging/prod`.
BARE_CHOICES = compiled(r"[a-z][a-z-]*(?:/[a-z][a-z-]*){2,7}", _FLAGS)
LIST = compiled(r"^(?:a |the )?(?:bulleted |numbered |short )?list of\b|^comma[- ]separated\b", _FLAGS)
