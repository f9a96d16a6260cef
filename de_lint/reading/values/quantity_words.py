"""Words around a number that decide what the number is: a name, a date, a bound, a statistic."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A bare number behind one of these is a name, not a count: `Phase 2`.
ORDINAL_NOUNS = _words(
    """
    phase step week level tier sprint stage part section chapter article version milestone iteration round
    batch top priority day line page figure table appendix row column port epic wave cycle no no. number
    """
)
# Likewise, unless a noun follows: `test 5`, but `Test 5 endpoints`.
NOUNS_OR_VERBS = _words(
    """
    test update release build issue pass attempt run commit item task story case group type class option
    agent session review rule example ticket pr bug finding risk error track month year hour
    prompt template suggestion workflow pillar decision deliverable quadrant scenario objective requirement
    """
)
PRODUCTS = _words(
    """
    Python Node Node.js Java OAuth HTTP TLS SSL ISO RFC PEP SOC ES CSS HTML USB WCAG OpenAPI Web Claude GPT
    Opus Sonnet Haiku Gemini Llama Ubuntu Debian Windows macOS iOS Android PHP Ruby Rust Go Swift Kotlin
    TypeScript PostgreSQL Postgres MySQL Redis Django React Vue Angular Next.js Docker Kubernetes Bootstrap
    npm pip
    """
)
MONTHS = _words(
    """
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec.
    """
)
# What may follow a number without being what it counts.
FUNCTION_WORDS = _words("and or to of in is was were are at on for with by from has as vs per until")
YEAR_PREPOSITIONS = _words("in since by of until from during before after")
# A label does not end in one of these; a sentence on its way to a number does.
UNFINISHED = _words("by to in of at for with under over than from on the a an least most within")
APPROXIMATELY = _words("about approx approx. approximately around roughly circa ca.")

QUALIFIERS = {word: word for word in _words("avg mean median max min target goal limit peak baseline threshold")}
QUALIFIERS |= {"average": "avg", "maximum": "max", "minimum": "min"}
COMPARATORS = {"<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">=", "~": "~", "≈": "~"}
COMPARATORS |= {"&lt;": "<", "&lt;=": "<=", "&gt;": ">", "&gt;=": ">="}
FACTORS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
FACTORS |= {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
