"""Worker processes that end with the process that began them, however that ends."""

import os
from multiprocessing import parent_process
from threading import Thread


def end_with_parent() -> None:
    """Let this worker process end as soon as its parent has ended; the beginning of each worker.

    A worker whose parent was killed would otherwise wait for work for ever, or still be writing
    when the next command writes. Processes that a worker divides itself into do the same.
    """
    _watch()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_watch)


def may_divide() -> bool:
    """Tell whether what this process begins ends with the process that began this one."""
    return hasattr(os, "register_at_fork") and parent_process() is not None


def _watch() -> None:
    Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
