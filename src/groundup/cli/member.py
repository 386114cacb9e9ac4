"""One of the processes that train together: `groundup train`, once the others are there.

The supervising process starts it, and tells it by the environment where they meet. It never waits
for others when it leaves: JAX would, for minutes, where one of them is gone. Until it has met them,
Ctrl-C and SIGTERM end it at once, for Python would answer only after the meeting.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
import traceback


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    from groundup.cli import main as command
    from groundup.cli.console import tell
    from groundup.engines import hosts
    from groundup.errors import UserError

    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    status = 0
    try:
        hosts.join(hosts.Place(*json.loads(os.environ[hosts.MEMBER])))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print(hosts.MET, file=sys.stderr, flush=True)
        if not hosts.leads():
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        command()
    except UserError as error:
        tell(f"groundup: {error}")
        status = hosts.LOST
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:  # before the command answered it
        status = 128 + signal.SIGINT
    except BaseException as error:
        lost = type(error).__name__ in ("JaxRuntimeError", "XlaRuntimeError")
        status = hosts.LOST if lost else 1
        if not lost:
            traceback.print_exc()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError):
            stream.flush()
    if status:
        os._exit(status)


def _end_with(parent: int) -> None:
    """Ends this process when the one that supervises it has ended."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
