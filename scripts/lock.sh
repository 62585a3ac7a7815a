#!/bin/sh
# Writes requirements/*.txt from pyproject.toml: exact versions, a hash for every file, no address of any index.
# Run on the oldest Python we support, so that nothing newer than it is chosen.
set -eu
cd "$(dirname "$0")/.."
compile() {
    output=$1
    shift
    # Settings of this machine stay out of the files. The editable build needs what the plain build needs.
    env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock" \
        .venv/bin/python -m piptools compile pyproject.toml \
        --generate-hashes --allow-unsafe --strip-extras --no-config --quiet --build-deps-for editable \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        "$@" --output-file "requirements/$output"
}
compile base.txt
compile dev.txt --extra dev --extra kernel --extra postgres --extra spark --extra duplicates --extra oidc --constraint requirements/base.txt
compile bench.txt --extra bench --extra kernel --constraint requirements/dev.txt
