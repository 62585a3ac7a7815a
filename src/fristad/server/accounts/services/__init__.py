"""What changes operations, staff and roles. Each act is one transaction with its entry in the log."""
