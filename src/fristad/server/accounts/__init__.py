"""Staff, agencies, operations, teams; who may do what, and the door in front of every page."""
