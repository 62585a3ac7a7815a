"""Forms that look and behave alike: govuk's components, errors that lead to their field, nothing typed is remembered.

Use `FristadForm` (or `VersionedForm` for a record that others may be changing too) and the fields and widgets below.
Settings name `Renderer`, so every other form of Django gets the same templates.
"""

from fristad.server.common.forms.base import FieldManners, FristadForm, Renderer, VersionedForm
from fristad.server.common.forms.dates import DateParts, WholeDateField
from fristad.server.common.forms.widgets import Checkboxes, Narrow, OwnWords, Radios

__all__ = [
    "Checkboxes",
    "DateParts",
    "FieldManners",
    "FristadForm",
    "Narrow",
    "OwnWords",
    "Radios",
    "Renderer",
    "VersionedForm",
    "WholeDateField",
]
