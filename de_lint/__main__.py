"""`python -m de_lint` runs the command line."""

from de_lint.cli.main import main

if __name__ == "__main__":
    main()
