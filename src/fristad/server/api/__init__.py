"""The JSON interface: for programs of one person, through the same doors, services, log and quotas as the pages."""
