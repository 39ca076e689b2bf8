"""Run the command line as `python -m flashcards`."""

from .cli import main

if __name__ == "__main__":
    main()
