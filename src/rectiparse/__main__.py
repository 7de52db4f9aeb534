"""The command line: `rectiparse`, or `python -m rectiparse`."""

from rectiparse.memory import uncollected


def main() -> None:
    with uncollected():
        from rectiparse.cli import main as run
    run()


if __name__ == "__main__":
    main()
