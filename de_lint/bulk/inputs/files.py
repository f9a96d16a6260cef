"""Files, folders and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable

from de_lint.bulk.inputs.item import Item, Items, twin_of
from de_lint.project.files.discovery import Input


def file_items(inputs: Iterable[Input]) -> Items:
    """Yield an item for each discovered input."""
    for each in inputs:
        place = str(each.file or each.path)
        # Names that are no text look alike when they are shown; their bytes differ.
        raw = os.fsencode(place)
        identity = "-" if each.file is None else raw.hex()
        shared = each.file is not None and each.error is None
        yield Item(each.path, each.read, identity, place, twin=twin_of(raw), shared=shared)
