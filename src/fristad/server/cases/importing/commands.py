"""What `fristad cases` does and says, apart from how it is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from tqdm import tqdm

from fristad.server.accounts import selectors
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Team
from fristad.server.cases.importing import services, tables, undoing
from fristad.server.cases.importing.drafting import draft
from fristad.server.cases.importing.judging import Judged, Tally
from fristad.server.cases.importing.pure import mapping as mappings
from fristad.server.cases.importing.rejects import Rejects
from fristad.server.cases.importing.selectors import by_number
from fristad.server.cases.importing.words import COUNTS
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.common.problems import WrongInputError
from fristad.server.vault import envelopes

Say = Callable[[str], None]
#: So many faults are printed; all are in the file of refused rows, and the first 500 on the page.
SHOWN = 30


@dataclass(frozen=True)
class Wanted:
    """What was typed behind `fristad cases import`."""

    table: Path
    mapping: str
    team: str
    rejects: Path | None
    recipient: str
    dry: bool


def template(table: Path | None) -> str:
    """Return a mapping to start from."""
    return draft(table)


def check_rejects(path: Path | None, recipient: str, *, clear: bool) -> None:
    """Refuse, before anything is done, a file of refused rows that would lie open without anybody having said so."""
    if path is None:
        if recipient or clear:
            raise WrongInputError(_("Name the file of refused rows with --rejects."))
        return
    if bool(recipient) == clear:
        raise WrongInputError(
            _(
                "The file of refused rows holds what your table says about people. Say --recipient with an age "
                "recipient to seal it, or --clear to leave it readable."
            )
        )
    if recipient and not envelopes.is_recipient(recipient):
        raise WrongInputError(_("This is no age recipient. One begins with age1."))
    if path.exists():
        raise WrongInputError(_("%(file)s is there already. Name another file.") % {"file": path})


def take_in_table(who: Callable[[], Actor], wanted: Wanted, say: Say) -> int:
    """Look, or take in. Returns 1 if a row was refused, else 0. Mapping and table are checked before who is asked."""
    try:
        table = tables.open_with(wanted.table, mappings.load(wanted.mapping))
    except RefusedError as refused:
        raise WrongInputError(refused.sentence.through(_)) from refused
    _say_columns(table, say)
    actor = who()
    team = _team(actor, wanted.team)
    rejects, seen = Rejects(table.source.header), Tally()
    with tqdm(unit=" rows", disable=None) as bar:

        def watch(judged: Judged) -> None:
            bar.update()
            seen.add(judged)
            rejects.add(judged)

        made = None if wanted.dry else services.take_in(actor, table, team, watch)
        if made is None:
            services.look(actor, table, watch)
    _say_counts(seen if made is None else Tally(Counter(made.told["counts"])), say)
    _say_faults(seen, say)
    if wanted.rejects is not None and rejects.rows:
        rejects.write(wanted.rejects, wanted.recipient)
        say(_("%(file)s holds the refused rows.") % {"file": wanted.rejects})
    if made is None:
        say(_("Nothing was written. Doubles in the register are looked for only when the table is taken in."))
    else:
        say(
            _("This is import %(number)s. Who may be known already is at the duplicate desk.") % {"number": made.number}
        )
        say(_("To undo it: fristad cases undo %(number)s") % {"number": made.number})
    return 1 if seen.counts["refused"] else 0


def undo_number(actor: Actor, number: int, say: Say) -> int:
    """Undo an import. Returns 1 if some of its cases stay, else 0."""
    record = by_number(actor, number)
    done = undoing.undo(actor, record)
    say(_("Erased: %(count)s cases.") % {"count": done.erased})
    if done.gone:
        say(_("Erased before: %(count)s cases.") % {"count": done.gone})
    for code in done.stay:
        say(_("%(code)s stays: somebody has worked on it since, or a legal hold keeps it.") % {"code": code})
    return 1 if done.stay else 0


def _team(actor: Actor, name: str) -> Team:
    teams = list(selectors.teams(actor, "case.import"))
    if not name:
        found = [team for team in teams if team.pk == actor.team_id]
    else:
        found = [team for team in teams if team.name.casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(team.name for team in teams)
    raise WrongInputError(_("Say in which of your teams the cases wait, with --team: %(names)s") % {"names": names})


def _say_columns(table: tables.Table, say: Say) -> None:
    if table.missing:
        say(_("Not in this table, and left empty: %(columns)s") % {"columns": ", ".join(table.missing)})
    if table.unread:
        say(_("Not in the mapping, and left behind: %(columns)s") % {"columns": ", ".join(table.unread)})


def _say_counts(tally: Tally, say: Say) -> None:
    say(_("Rows: %(count)s") % {"count": tally.rows})
    for verdict, words in COUNTS.items():
        if tally.counts[verdict]:
            say(f"  {words}: {tally.counts[verdict]}")


def _say_faults(tally: Tally, say: Say) -> None:
    for fault in tally.faults[:SHOWN]:
        column = _(", column %(column)s") % {"column": fault.column} if fault.column else ""
        say(_("Row %(row)s%(column)s: ") % {"row": fault.row, "column": column} + fault.sentence.through(_))
    more = tally.counts["refused"] - len({fault.row for fault in tally.faults[:SHOWN]})
    if more > 0:
        say(_("And %(count)s more refused rows: write them to a file with --rejects.") % {"count": more})
