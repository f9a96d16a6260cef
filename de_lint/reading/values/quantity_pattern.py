"""The pattern behind quantities: every way to write a number, and everything with digits that is none.

`SCANNER` walks a text once. A match without the group `number` is to be stepped over as a whole: ids,
versions, dates, clock times, paths, code and hashes, so that no part of them can pass for a quantity.
All repetition is bounded or possessive, which keeps the walk linear on hostile text.
"""

from __future__ import annotations

import re

from de_lint.patterns import compiled

_TIMES = "(?i:milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)"
_SYMBOLS = (
    r"%|‰|°C|°F|€|(?<=[0-9KkM])[x×](?!\w)|(?:[kKMGTP]i?)?[bB]ps|[KkMGTP]i?B|[KMG]b|kb|mb|gb|bytes?|bits?|"
    r"(?i:percent)|pp|[nuµμm]?s|[mhd]|[kMG]?Hz|(?<=[ \t])B(?!\w)|"
    r"qps|rps|rpm|tps|fps|px|km|cm|mm|kg|k?Wh?|EUR|USD|GBP"
)
_UNIT = rf"(?:{_TIMES}|{_SYMBOLS})"
# What a rate is counted by; other words after a slash are prose (`3 pros/cons`).
_DENOMINATOR = (
    rf"(?:{_TIMES}|ms|s|h|d|wk|mo|qtr|quarter|annum|requests?|req|users?|seat|ops?|operation|call|query|tokens?|"
    r"core|node|page|file|test|run|commit|item|record|row|line|image|agent|ticket|release|sprint|iteration|batch|[MGT]B)"
)
_RATE = rf"(?:[ \t]?/[ \t]?|[ \t]per[ \t]){_DENOMINATOR}(?!\w)"
_NUMBER = r"(?>(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}+(?![0-9])|[0-9]++)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]{1,2}(?!\w))?)"
_SCALE = r"[KkMB](?![A-Za-z0-9_])|[ \t](?:[KM]|thousand|million|billion)(?!\w)"
# `2h30m` is two quantities; anything else stuck to a unit makes it a word.
_UNIT_END = r"(?:(?!\w)|(?<=[hm])(?=[0-9]{1,2}[ms](?!\w)))"

SCANNER = compiled(
    rf"""
    (?P<skip>
        (?:^[ \t]*+(?:[-*+>][ \t]++)*+|\*\*)[0-9]{{1,9}}[.)](?=[ \t]+\S)   # numbered items
      | ^[ \t]*+\#{{1,6}}[ \t]++(?:[^\w\s<>]{{1,3}}[ \t]+)?[*_]*+                # and headings
        [0-9]{{1,3}}(?:\.[0-9]{{1,3}})?+(?:[.):]|(?=[*_]*[ \t]+[^\W\d_]))
      | ``[^\n]*?`` | `[^`\n]*` | \{{[^{{}}\n]*\}} | \[\^?[0-9]{{1,3}}\](?!\w)
      | [A-Za-z]{{2,12}}://\S+ | [A-Za-z]:[\\/]\S+
      | localhost:[0-9]+ | [^\W\d_]\w*+(?P<joined>[-./\\@]\w++)*+(?(joined)(?::[0-9]++)?)  # words, ids, paths
      | [\#@§]\w*+ | (?:~|\.{{1,2}})?/[\w.][\w./@+-]*
      | [<>]{{2,}}+ | (?:-+|=+)>
      | [0-9]++(?::[0-9]++)++(?:[.,][0-9]++)?                              # clock times
      | [0-9]++(?:/[0-9]++){{2,}}+ | [0-9]++(?:\.[0-9]++){{2,}}+[\w.+-]*(?::[0-9]++)?  # dates, versions
      | [0-9]\w*+(?:-\w++){{2,}}+(?:[.:/]\w++)*+                           # ISO dates, file names
    )
    | (?P<comparator>(?:[<>]=?|[≤≥≈]|(?<!~)~(?!~)|&[lg]t;=?)[ \t]?)?
      (?P<sign>(?<![\w%)\]])[-+−])?
      (?P<currency>[$€£¥])?
      (?<!\.)(?P<number>{_NUMBER}) (?P<scale>{_SCALE})? (?P<open>\+(?![0-9]))?
      (?:
        (?:[ \t]?/[ \t]?|[ \t]+(?:out[ \t]+)?of[ \t]+(?:the[ \t]+|all[ \t]+)?)
        (?P<of>{_NUMBER})(?P<of_scale>{_SCALE})?(?=[ \t]?{_UNIT}(?!\w)|(?!\w|[-./:][\w]))
      )?
      (?:
        [ \t]{{0,2}}(?P<unit>{_UNIT}(?:{_RATE})?|{_RATE}){_UNIT_END}(?P<open_unit>\+(?![0-9]))?
      | -(?P<span>{_TIMES})(?!\w)                                           # 24-hour
      | [ \t](?:[A-Za-z]{{1,20}}[ \t])?(?P<noun>[A-Za-z]{{1,20}}{_RATE})    # queries/sec
      | (?!\w|[.:/\\]\w|-[A-Za-z_]|[\ufe0f\u20e3^])
      )
    | [0-9]\w*+(?:[-./:]\w++)*+
    """,
    re.VERBOSE | re.MULTILINE,
)
