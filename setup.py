"""Name the packages: everything under de_lint, and the schemas folder as de_lint.schemas.

pyproject.toml can discover packages or list them, but not add one that lives elsewhere to those discovered.
"""

import gzip
import os
import tarfile
import time

from setuptools import find_packages, setup
from setuptools.command.sdist import sdist

DATA = ["de_lint.schemas", "de_lint.schemas.roles", "de_lint.schemas.vocabularies"]


class Sdist(sdist):
    """Makes archives that are the same whoever builds them: nobody's files, as old as SOURCE_DATE_EPOCH says."""

    def make_archive(self, base_name, format, root_dir=None, base_dir=None, owner=None, group=None):  # noqa: ARG002
        """Pack the folder of the release; return the archive's name."""
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))

        def of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mtime, member.mode = epoch, 0o755 if member.mode & 0o100 else 0o644
            return member

        name = f"{base_name}.tar.gz"
        with (
            open(name, "wb") as raw,
            gzip.GzipFile("", "wb", fileobj=raw, mtime=epoch) as zipped,
            tarfile.open(fileobj=zipped, mode="w") as archive,
        ):
            archive.add(base_dir, filter=of_nobody)
        return name


setup(packages=[*find_packages(include=["de_lint", "de_lint.*"]), *DATA], cmdclass={"sdist": Sdist})
