"""Words of the field that say the same: what is asked for by one of them is often reported by another one."""

from __future__ import annotations

from functools import cache

_GROUPS = """
    notify inform tell told announce announcement alert email mail contact ask message
    benachrichtigen informieren informiert
    alert alarm monitor monitoring watch page grafana prometheus überwachung
    test verify assert spec scenario check simulate
    burst spike peak surge
    merge land ship
    pull pr mr
    defect bug issue crash fault error broken
    downtime down outage unavailable offline
    cause reason root because due
    remove delete drop decommission gone wipe retire discard shut clean
    snapshot backup dump copy
    application app
    typing typo misspelt misspell misspelling
    price pricing cost eur usd fee expense
    host server hosting region cluster node
    reject refuse deny excess block
    change modify edit switch point cutover
    repeat again erneut wiederholt rerun retry
    fallback rollback revert rehearse
    documentation docs readme wiki guide manual runbook handbook
    screenshot image picture
    translation translate language localize i18n locale
    configure configurable setting option
    startup start boot launch
    unexpected surprise surprising
    decide decision choose choice
    remember store persist save keep
    replace become swap
    fix mend repair correct
    latency duration time
    fast slow speed performance
    memory ram overhead
    threshold limit ceiling
    login signin sign auth
    user customer client people
    interview talk spoke speak call conversation
    accessible accessibility aria a11y
    keyboard key
    query search
    review approve sign accept
    color colour hex palette
    schedule cron nightly
    permission role access
    anleitung handbuch
"""


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Return the stems that say the same as a stem, by that stem."""
    from de_lint.judging.matching.terms import stem

    found: dict[str, frozenset[str]] = {}
    for group in _GROUPS.strip().splitlines():
        stems = frozenset(map(stem, group.split()))
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems - {one}
    return found
