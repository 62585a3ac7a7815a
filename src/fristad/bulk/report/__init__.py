"""`report.html`: what a run found, in one page that needs nothing else, with small counts held back."""

from fristad.bulk.report.page import write_report

__all__ = ["write_report"]
