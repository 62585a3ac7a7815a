"""An erasure destroys keys, overwrites, searches the files, and then certifies."""

from __future__ import annotations

from tests.server.custody.conftest import Live

_ERASE = """
COUNT = 'SELECT count(*) FROM vault_recordkey'
from pathlib import Path
from django.conf import settings
from fristad.server.accounts.models import Agency, Team
from fristad.server.accounts.services import operations
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.common.problems import ErasedError, NotThereError
from fristad.server.custody.erasure import Subject, certify_late, erase
from fristad.server.custody.models import Erasure
from fristad.server.vault import tags
from fristad.server.vault.models import RecordKey, SearchTag

team = operations.make_team(actor, Agency.unscoped.first(), 'Old shift')
tags.put(operation, team.pk, [tags.tag(operation, 'name', 'old')])
wrapped = bytes(team.record_key.wrapped)
def stored():
    return sum(wrapped in path.read_bytes() for path in Path(settings.HOME).rglob('*') if path.is_file())
"""


def test_the_wrapped_key_is_in_no_file_afterwards_and_the_log_says_so(live: Live) -> None:
    said = live.python(
        _ERASE
        + """
assert stored()
made = erase(actor, Subject('accounts.team', team.pk))
assert stored() == 0
assert SearchTag.objects.count() == 0
try:
    Team.unscoped.get(pk=team.pk).name
    print('opens')
except ErasedError:
    print('erased')
assert made.certified_on and made.key_ids == [str(team.record_key_id)]
certificate = Entry.objects.get(action='erasure.certified')
assert certificate.detail['record'] == str(team.pk) and certificate.detail['searched_bytes'] > 100_000
assert Entry.objects.filter(action='record.erased').count() == 1
print(verify(operation).count)
"""
    )
    assert said.split() == ["erased", "0"]


def test_every_app_says_what_goes_with_a_record_and_removes_its_traces(live: Live) -> None:
    live.python(
        _ERASE
        + """
from fristad.server.common.registry import Duty, duties
other = operations.make_team(actor, Agency.unscoped.first(), 'Night shift')
asked = []
def goes_too(label, record_id):
    asked.append((label, str(record_id)))
    return [other.record_key_id]
duties.register('test', Duty('accounts.team', goes_too, lambda _: None, 'keep', 'policy'), place=1)
made = erase(actor, Subject('accounts.team', team.pk))
assert asked == [('accounts.team', str(team.pk))]
assert sorted(made.key_ids) == sorted([str(team.record_key_id), str(other.record_key_id)])
assert RecordKey.objects.get(pk=other.record_key_id).wrapped is None
"""
    )


def test_while_somebody_reads_it_is_erased_at_once_and_certified_later(live: Live) -> None:
    live.python(
        _ERASE
        + """
import sqlite3
from fristad.server.custody import erasure
erasure._PATIENCE = 0.3
reader = sqlite3.connect(settings.DATABASES['default']['NAME'])
reader.execute('BEGIN'); reader.execute(COUNT).fetchone()
made = erase(actor, Subject('accounts.team', team.pk))
assert made.certified_on is None
assert RecordKey.objects.get(pk=team.record_key_id).wrapped is None
reader.close()
assert certify_late(actor) == 1
assert stored() == 0
assert Erasure.objects.get().certified_on
"""
    )


def test_what_is_not_there_or_elsewhere_is_not_there(live: Live) -> None:
    live.python(
        _ERASE
        + """
import uuid
for subject in (Subject('accounts.team', uuid.uuid4()),):
    try:
        erase(actor, subject)
    except NotThereError:
        continue
    raise SystemExit('erased something')
try:
    erase(system(uuid.uuid4(), 'elsewhere'), Subject('accounts.team', team.pk))
except Exception as error:
    assert type(error).__name__ in ('NotThereError', 'LockedError'), error
else:
    raise SystemExit('erased across operations')
assert Team.unscoped.get(pk=team.pk).name == 'Old shift'
"""
    )
