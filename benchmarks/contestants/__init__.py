"""Every tool that is measured, one module each. A module is imported only in the process that runs it."""
