"""The npm packages of `client/`, fetched by the lock where they are missing."""

import subprocess
from pathlib import Path

from tests.conftest import ROOT, require

CLIENT = ROOT / "client"
MODULES = CLIENT / "node_modules"


def installed() -> Path:
    """Return the folder of the packages; skip or fail the running test where Node is missing."""
    npm = require("node").with_name("npm")
    lock, done = CLIENT / "package-lock.json", MODULES / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=CLIENT, check=True, capture_output=True, timeout=300)
    return MODULES
