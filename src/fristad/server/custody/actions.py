"""What the ceremonies write into the log."""

from django.utils.translation import gettext_lazy as _

from fristad.server.audit.actions import register

UNLOCKED = register("keys.unlocked", _("unlocked the operation"))
ROTATED = register("keys.rotated", _("changed the operation's keys"))
ESCROWED = register("keys.escrowed", _("made recovery copies of the keys"))
DRILLED = register("keys.drilled", _("rehearsed the recovery of the keys"))
RESTORED = register("data.restored", _("restored the data from a backup"))
ERASED = register("record.erased", _("erased a record: its keys were destroyed"))
CERTIFIED = register("erasure.certified", _("found the files free of the erased record's keys"))
