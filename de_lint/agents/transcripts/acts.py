"""What an entry of a session log tells, whichever host wrote it."""

from __future__ import annotations

from de_lint.classes import dataclass


@dataclass(frozen=True, slots=True)
class Delegated:
    """A tool that starts an agent was used: `use` is the id of that use, `agent` the type of the agent."""

    use: str
    agent: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An agent's report came back, for a tool's use or, where that has no part in it, by the agent's own id.

    Without a `text` there is no report: the agent was only launched, or with `over` it failed.
    """

    use: str
    agent_id: str
    text: str | None
    over: bool = True


@dataclass(frozen=True, slots=True)
class Spoke:
    """A message of an agent, or of the session itself where `who` is blank.

    Its text may be its last word; without a text it is not, as with a message that uses a tool.
    """

    who: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A tool was used that returns the reports of agents that were started before."""

    use: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """The log is that of an agent: its own id and its type, blank where it has none."""

    agent_id: str
    agent: str


@dataclass(frozen=True, slots=True)
class Told:
    """A message of an agent, whether or not it uses tools then."""

    text: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """Somebody who is no agent asked for something: a turn begins."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a tool was to write; `how` it changes: `created`, `changed` or `deleted`."""

    path: str
    how: str = "changed"


@dataclass(frozen=True, slots=True)
class Called:
    """A tool was used: what it was to run as a command line, the folder for that, and the files that it was to write.

    `of` names the running command whose output is asked for, `words` what else the tool was given.
    """

    use: str
    tool: str
    command: str = ""
    folder: str = ""
    changes: tuple[FileChange, ...] = ()
    of: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a use of a tool returned; `status` is the command's exit status, None where the host does not tell it.

    `failed` says that the tool's use itself went wrong or was refused; `runs_as` is the id of a command that goes on.
    """

    use: str
    output: str
    status: int | None = None
    failed: bool = False
    runs_as: str = ""


Act = Delegated | Answered | Spoke | Awaited | Introduced | Told | Prompted | Called | Returned
