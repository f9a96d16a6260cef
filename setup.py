"""Name the packages: everything under de_lint, and the schemas folder as de_lint.schemas.

pyproject.toml can discover packages or list them, but not add one that lives elsewhere to those discovered.
"""

from setuptools import find_packages, setup

DATA = ["de_lint.schemas", "de_lint.schemas.roles", "de_lint.schemas.vocabularies"]

setup(packages=[*find_packages(include=["de_lint", "de_lint.*"]), *DATA])
