"""Words that say little of what a text is about: grammar, the words that every delegation uses, and numbers."""

from __future__ import annotations

_GRAMMAR = """
    a about above across after again against all along already also although an and another any anything are around as
    at away back be because been before being below beside between both but by can cannot could did do does doing done
    during each either else every everything few for from further get gets give go goes had has have having he her
    here his how i if in including instead into is it its itself just keep keeps kept let like made make makes many may
    me more most much must my need needs never no nor not nothing now of off on once one only onto or other others our
    out over own per please rather same see shall she should since so some soon still such than that the their them
    then there these they thing this those through throughout to too two under until up upon us use used uses using
    very via was we well were what when where whether which while who whom whose why will with within without would yet
    you your
    aber alle allen aller alles als am an auch auf aus bei beim das dass dem den der des die dies diese dieser dort
    durch ein eine einem einen einer eines es für hat ihr ihre im in ist kein keine mit nach nicht noch nur oder sein
    sich sie sind so über um und uns vom von vor war waren was wenn werden wie wieder wird wurde wurden zu zum zur
"""
#: Grammar, English and German; such words tell nothing.
STOP = frozenset(_GRAMMAR.split())
_EVERYWHERE = """
    accept achieve action activity add address adjust agent allow apply approach appropriate ask assess attempt
    blocker bring build carry change check clean clear complete completion comprehensive conduct configure
    confirm consider cover create current daily deliver deliverable demand describe detail determine develop do down
    document documentation draft effort enable end ensure establish evaluate execute existing expect explain
    extend feature final finalize find finding first fix follow found full give good green handle identify implement
    implementation improve include inform information initial install introduce investigate issue item know
    leave left level list live look main maintain manage measure mend mention need new next note number object
    ok old once open order outcome overall part perform place plan prepare problem process produce progress
    project proper propose prove provide put quality recommendation record refer regard relate relevant remain
    remove replace report require requirement resolve respective result review run say section send set setup
    share show specific stand start state status step stop summary support sure take task team tell test think
    time together track try update usage user verify want way week work write
"""
#: What orchestrators ask for and agents claim in every task; alone, such a word tells next to nothing.
WEAK = frozenset(_EVERYWHERE.split())
#: What only says how to answer: `Report progress, status and any blockers` asks nothing that a report could leave out.
PLAIN_QUESTIONS = WEAK | {"brief", "regularly", "immediately", "hour", "weekly", "achievement", "milestone", "timeline"}

_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}
_LARGE = {"hundred": "100", "thousand": "1000", "million": "1000000", "dozen": "12"}
#: Numbers in words, as digits.
NUMBERS = {word: str(value) for value, word in enumerate(_TO_TWENTY.split())} | _TENS | _LARGE
#: Ways to write a unit that are the same unit.
UNITS = {
    "%": "%", "percent": "%", "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "ms": "ms",
    "milliseconds": "ms", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "h": "h", "hour": "h",
    "hours": "h", "d": "d", "day": "d", "days": "d", "week": "week", "weeks": "week", "month": "month",
    "months": "month", "year": "year", "years": "year", "kb": "kb", "mb": "mb", "gb": "gb", "tb": "tb", "km": "km",
}  # fmt: skip
