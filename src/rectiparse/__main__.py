"""`python -m rectiparse`."""

from rectiparse.cli import main

if __name__ == "__main__":
    main()
