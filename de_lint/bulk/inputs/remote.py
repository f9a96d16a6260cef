"""Remote files and folders, through fsspec: s3://, gs://, abfs:// and whatever else it knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from de_lint.bulk.inputs.item import Item, Items, SourceError, is_archive, refused
from de_lint.file_names import is_markdown
from de_lint.project.files.discovery import reason
from de_lint.project.files.limits import read_bounded

_MAGIC = frozenset("*?[")


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL."""
    scheme, separator, _ = path.partition("://")
    return bool(separator) and scheme.replace("+", "").replace("-", "").replace(":", "").isalnum()


def remote_items(url: str) -> Items:
    """Yield the document at a URL, those below a folder, those that fit a pattern, or an archive's members.

    What the store refuses is a refused item; SourceError names a package that is missing.
    """
    store, root = _opened(url)
    try:
        yield from _items(store, root, url)
    except SourceError:
        raise
    except Exception as error:  # each store has errors of its own
        yield refused(url, reason(error))


def _opened(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError:
        raise SourceError(url, "remote paths need fsspec: pip install 'de-lint[remote]'") from None
    try:
        # The listings of a large store do not fit in memory.
        return cast("tuple[Any, str]", url_to_fs(url, use_listings_cache=False))
    except (ImportError, ValueError) as error:
        hint = " (and pip install 'de-lint[remote]')" if isinstance(error, ImportError) else ""
        raise SourceError(url, reason(error) + hint) from None
    except Exception as error:
        raise SourceError(url, reason(error)) from None


def _items(store: Any, root: str, url: str) -> Items:
    if _MAGIC & set(url):
        found = sorted(store.glob(root))
        if not found:
            yield refused(url, "no file fits")
        for each in found:
            yield _item(store, each)
    elif store.isdir(root):
        for each in _walk(store, root):
            yield _item(store, each)
    elif is_archive(root):
        from de_lint.bulk.inputs.archives import stream_items

        with store.open(root, "rb") as stream:
            yield from stream_items(stream, url, url)
    else:
        yield _item(store, root)


def _walk(store: Any, folder: str) -> Iterator[str]:
    """Yield the Markdown files below a folder in the order of their paths, listing one folder at a time."""
    entries = [(_key(entry), entry["name"], entry["type"]) for entry in store.ls(folder, detail=True)]
    for _, name, sort in sorted(entries):
        if sort == "directory" and name.rstrip("/") != folder.rstrip("/"):
            yield from _walk(store, name)
        elif sort == "file" and is_markdown(name):
            yield name


def _key(entry: dict[str, Any]) -> str:
    return str(entry["name"]).rstrip("/") + ("/" if entry["type"] == "directory" else "")


def _item(store: Any, name: str) -> Item:
    path = str(store.unstrip_protocol(name))
    return Item(path, partial(_content, store, name), path, path, {"type": "remote", "url": path}, shared=True)


def _content(store: Any, name: str) -> bytes:
    try:
        with store.open(name, "rb") as stream:
            return read_bounded(stream)
    except FileNotFoundError:
        raise OSError(0, "No such file") from None
    except Exception as error:  # each store has errors of its own
        raise OSError(0, reason(error)) from None
