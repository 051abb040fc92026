"""What a process does to itself so that keys in its memory do not reach the disk. Best effort, said so."""

import ctypes
import resource

PR_SET_DUMPABLE = 4


def harden() -> bool:
    """No core dumps, and no other process of this user may look into this one. False where the kernel offers neither.

    A host does the rest: encrypted swap or none, and no snapshots of the memory of a virtual machine.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
    except (OSError, AttributeError):
        return False
