"""The errors that a person may read. Each says what is wrong, where, and what to do."""


class FristadError(Exception):
    """Base of every error whose message is written for the person who made the request."""


class MachineError(FristadError):
    """What the machine could not do although everything asked for was right: a full disk, a file it may not write."""


class AnswerError(FristadError):
    """An answer that cannot be read: an unknown key, a wrong value, a missing phase."""


class InstrumentError(FristadError):
    """An instrument that cannot be used: broken data, a forbidden input, or a use level that forbids loading."""
