"""The processes of an installation: key holder, web workers, job runner, and the one that keeps them running."""
