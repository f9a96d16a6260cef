"""What a worker of this machine's own cluster loads first: it leaves the terminal and its interruptions to the run."""

from __future__ import annotations

import os
import signal


def dask_setup(_: object) -> None:
    """Be called by Dask when the worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run ends its workers itself
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
