"""What must go up at once, in the same transaction: where waiting until somebody looks would harm.

A lower app calls the handlers; an upper app registers one in its `AppConfig.ready`. A handler that fails undoes what
it was told of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fristad.server.common.registry import Slot

#: `handler(actor, staff_id)`: the account was disabled, or a role was ended or made narrower. What was theirs to work
#: on waits for a supervisor.
staff_left: Slot[Callable[[Any, UUID], None]] = Slot("staff left", "hand over what somebody can no longer work on")
