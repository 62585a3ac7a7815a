"""The command line. `main` is the whole of it; each command is a module of its own, imported only when it is called."""

from fristad.cli.main import main

__all__ = ["main"]
