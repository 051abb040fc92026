"""Run one command and write what it cost: `python -I -S measured.py SECONDS OUT.json COMMAND ...`.

A process of its own because Linux counts the memory of whoever starts a child as the child's first peak: this one is
small. Wall and CPU seconds, peak memory of the largest process, exit status, the end of what it said when it failed.
"""

import json
import os
import signal
import sys
import tempfile
import time


def main() -> None:
    """Run, wait, write."""
    limit, out, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    begun, late = time.monotonic(), False
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.setsid()
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.execvp(command[0], command)
        while True:
            done, status, used = os.wait4(child, os.WNOHANG)
            if done:
                break
            if not late and time.monotonic() - begun > limit:
                late = True
                os.killpg(child, signal.SIGKILL)
            time.sleep(0.02)
        said.seek(max(0, said.tell() - 2000))
        last = said.read().decode(errors="replace").strip().splitlines() or [""]
    cost = {
        "finished": status == 0 and not late,
        "wall": time.monotonic() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "memory_gb": used.ru_maxrss * 1024 / 1e9,
    }
    if late:
        cost["why"] = f"not within {limit:.0f} s"
    elif status:
        cost["why"] = last[-1][:200]
    with open(out, "w") as file:  # noqa: PTH123  nothing heavier than this is loaded here
        json.dump(cost, file)


if __name__ == "__main__":
    main()
