"""The command line: `rectiparse`, or `python -m rectiparse`."""

import atexit
import gc

from rectiparse.memory import uncollected


def main() -> None:
    with uncollected():
        from rectiparse.cli import main as run
    atexit.register(gc.freeze)  # the process ends: looking once more for garbage among all there is takes 30 ms
    run()


if __name__ == "__main__":
    main()
