"""What a process that holds keys asks of the operating system, so that its memory stays its own.

What the system does not offer is left out; `fristad keys status` says whether memory is locked.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys

#: The supervisor says in the environment which process it is.
SUPERVISOR = "FRISTAD_SUPERVISOR"
#: From <linux/prctl.h> and <sys/mman.h>.
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_MCL_CURRENT, _MCL_FUTURE = 1, 2
#: Argon2id takes 64 MiB; with less room than this, locking memory would make allocations fail later.
_ROOM = 512 * 1024 * 1024


def harden() -> None:
    """No core dumps; no reading of this process's memory by others of the same user; files for this user only."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def end_with_parent() -> None:
    """End when the process that started this one ends, however it ends: also if it ended before this was asked."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.environ.get(SUPERVISOR, str(os.getppid())) != str(os.getppid()):
        sys.exit(0)


def lock_memory() -> bool:
    """Keep this process out of swap if the system lets us. Returns whether it does."""
    if sys.platform != "linux":
        return False
    _raise_limit()
    allowed = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _ROOM:
        return False
    return bool(_libc().mlockall(_MCL_CURRENT | _MCL_FUTURE) == 0)


def _raise_limit() -> None:
    highest = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (highest, highest))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
