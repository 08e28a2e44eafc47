"""``python -m tokenseal``: the command line."""

from tokenseal.cli import run

if __name__ == "__main__":
    run()
