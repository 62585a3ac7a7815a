"""What other apps do at once when a person takes consent back. Only where waiting would harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fristad.server.common.registry import Slot

#: Each is called with the actor, the person and the purpose that was taken back, inside the same transaction.
withdrawals: Slot[Callable[[Any, Any, str], None]] = Slot(
    "withdrawals", "what stops at once when a person takes consent back"
)
