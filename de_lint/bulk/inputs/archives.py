"""Zip and tar archives: their Markdown members, one by one, in the order in which the archive holds them."""

from __future__ import annotations

import os
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from lzma import LZMAError
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Self, cast

from de_lint.bulk.inputs.item import Item, Items, SourceError, refused
from de_lint.file_names import is_markdown
from de_lint.project.files import limits
from de_lint.project.files.discovery import reason, shown_path
from de_lint.project.files.limits import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the readers of damaged archives raise; lzma has an error of its own, which is no subclass of any other.
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, LZMAError, EOFError, NotImplementedError, ValueError)
_ENCRYPTED = 0x1
#: The extra field of a zip archive in which Info-ZIP and others keep the time in seconds since 1970.
_UNIX_TIME = 0x5455
#: Headers that are followed by text, which is read as a whole.
_CONTINUED = frozenset(
    {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}
)


def archive_items(path: str) -> Items:
    """Yield the Markdown members of an archive in the file system; one that cannot be read is one refusal."""
    name = shown_path(path)
    try:
        with open(path, "rb") as stream:
            yield from stream_items(stream, name, os.path.abspath(path))
    except SourceError:
        raise
    except OSError as error:
        yield refused(name, reason(error))


def stream_items(stream: IO[bytes], name: str, place: str) -> Items:
    """Yield the Markdown members of an open archive called `name`; `place` is where settings are looked up."""
    read = _zip if name.lower().endswith(".zip") else _tar
    try:
        yield from read(stream, name, place)
    except SourceError:
        raise
    except (*_BROKEN, OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.filename:
            raise
        yield refused(name, f"the archive is broken: {reason(error)}", f"{place}\0broken")


class _Members:
    """Makes the items of one archive, each with an identity of its own even where names repeat."""

    def __init__(self, name: str, place: str) -> None:
        self._name, self._place = name, place
        self._seen: Counter[str] = Counter()

    def item(self, member: str, load: Callable[[], bytes], modified: str | None) -> Item:
        whole = os.fsencode(member).decode("utf-8", "backslashreplace").replace("\\", "/")
        inner = "/".join(part for part in whole.split("/") if part not in ("", "."))
        self._seen[inner] += 1
        origin = {"type": "archive", "archive": self._name, "member": inner}
        if modified is not None:
            origin["modified"] = modified
        identity = f"{self._place}\0{inner}\0{self._seen[inner]}"
        twin = str(self._seen[inner]) if self._seen[inner] > 1 else ""
        return Item(f"{self._name}/{inner}", load, identity, os.path.join(self._place, inner), origin, twin=twin)


def _zip(stream: IO[bytes], name: str, place: str) -> Items:
    members = _Members(name, place)
    with zipfile.ZipFile(stream) as archive:
        chosen = [each for each in archive.infolist() if is_markdown(each.filename) and not each.is_dir()]
        if any(each.flag_bits & _ENCRYPTED for each in chosen):
            yield refused(name, "the archive is encrypted", f"{place}\0encrypted")
            return
        for each in chosen:
            yield members.item(each.filename, partial(_zip_member, archive, each), _zip_time(each))


def _zip_time(member: zipfile.ZipInfo) -> str | None:
    """Return a member's time in UTC where the archive holds that, else the local time that all hold, without a zone."""
    at, extra = 0, member.extra
    while at + 4 <= len(extra):
        sort, length = struct.unpack_from("<HH", extra, at)
        if sort == _UNIX_TIME and length >= 5 and len(extra) >= at + 9 and extra[at + 4] & 1:
            return _time(struct.unpack_from("<i", extra, at + 5)[0])
        at += 4 + length
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*member.date_time)


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            return read_bounded(cast(BinaryIO, stream))
    except _BROKEN as error:
        raise OSError(0, f"the member is broken: {reason(error)}") from None


def _tar(stream: IO[bytes], name: str, place: str) -> Items:
    members = _Members(name, place)
    with (
        _decompressed(stream, name) as plain,
        tarfile.open(fileobj=cast("IO[bytes]", _Ending(plain)), mode="r|", tarinfo=_Header) as archive,
    ):
        while (each := archive.next()) is not None:
            if each.islnk() and is_markdown(each.name):
                yield members.item(each.name, partial(_linked, each.linkname), _time(each.mtime))
            elif each.isreg() and is_markdown(each.name):
                yield members.item(each.name, partial(_tar_member, archive, each), _time(each.mtime))
            archive.members = []  # type: ignore[attr-defined]  # it would remember every member


class _Ending:
    """A stream that fails when it is read again after its end, as tarfile does for ever to skip what is not there."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._ended = False

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; at the end nothing, once."""
        data = bytes(self._stream.read(size))
        if not data and self._ended:
            raise tarfile.ReadError("a member is larger than the archive")
        self._ended = not data
        return data


class _Header(tarfile.TarInfo):
    """A header; one that is damaged or not there ends the archive with an error, where tarfile would end in silence."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the header that a block holds; ReadError for one that goes on for longer than a document."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in _CONTINUED and found.size > limits.LARGEST:
            raise tarfile.ReadError("a header is damaged: it is too large")
        return found

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """Return the next header; ReadError for one that is no header, EOFHeaderError at the archive's end mark."""
        try:
            return super().fromtarfile(archive)
        except (tarfile.EmptyHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            raise tarfile.ReadError("the archive is cut off: it has no end mark") from None
        except tarfile.InvalidHeaderError:  # type: ignore[attr-defined]
            raise tarfile.ReadError("a header is damaged: what follows cannot be found") from None


def _linked(other: str) -> bytes:
    raise OSError(0, f"this is a link to {other}, which has its content")


def _time(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):  # archives hold any number
        return None


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    try:
        stream = archive.extractfile(member)
        return read_bounded(cast(BinaryIO, stream)) if stream else b""
    except _BROKEN as error:
        raise OSError(0, f"the member is broken: {reason(error)}") from None


@contextmanager
def _decompressed(stream: IO[bytes], name: str) -> Iterator[Any]:
    """Unpack a stream by its first bytes; unlike tarfile itself, these readers notice where one is cut off."""
    start = stream.read(_LONGEST_MAGIC)
    stream.seek(0)
    opener = next((opener for magic, opener in _OPENERS.items() if start.startswith(magic)), None)
    if opener is None:
        yield stream
        return
    with opener(stream, name) as plain:
        yield plain


def _gzip(stream: IO[bytes], _: str) -> Any:
    import gzip

    return gzip.open(stream)


def _bzip2(stream: IO[bytes], _: str) -> Any:
    import bz2

    return bz2.open(stream)


def _xz(stream: IO[bytes], _: str) -> Any:
    import lzma

    return lzma.open(stream)


def _zstandard(stream: IO[bytes], name: str) -> Any:
    try:
        import pyarrow
    except ImportError:
        raise SourceError(name, "Zstandard needs pyarrow: pip install 'de-lint[parquet]'") from None
    return pyarrow.CompressedInputStream(stream, "zstd")


_OPENERS = {b"\x1f\x8b": _gzip, b"BZh": _bzip2, b"\xfd7zXZ\0": _xz, b"\x28\xb5\x2f\xfd": _zstandard}
_LONGEST_MAGIC = max(map(len, _OPENERS))
