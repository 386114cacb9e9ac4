"""The `groundup` command, as `python -m groundup` too.

Ctrl-C ends it quietly while its modules are still being imported, which takes a while on a busy
machine; from then on it is an exception, which the command answers.
"""

import signal

answer = signal.getsignal(signal.SIGINT)  # nothing, where Ctrl-C is for another process
if answer is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Runs the command."""
    from groundup.cli import main as run

    signal.signal(signal.SIGINT, answer)
    run()


if __name__ == "__main__":
    main()
