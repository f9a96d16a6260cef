"""Help of commands with many options, in sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

Sections = Mapping[str, Sequence[str]]


def in_sections(sections: Sections) -> type[click.Command]:
    """Return the class of a command that lists its options below these headings, all others below "Other options"."""

    class Sectioned(click.Command):
        """A command whose help is in sections."""

        def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
            """Write the options, a section after the other."""
            named = {name: heading for heading, names in sections.items() for name in names}
            rows: dict[str, list[tuple[str, str]]] = {heading: [] for heading in (*sections, "Other options")}
            for parameter in self.get_params(ctx):
                row = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
                heading = next((named[name] for name in parameter.opts if name in named), "Other options")
                if row is not None:
                    rows[heading].append(row)
            for heading, listed in rows.items():
                if listed:
                    with formatter.section(heading):
                        formatter.write_dl(listed)

    return Sectioned
