"""Interviews, what was said in them, what it amounts to, what a named person decides, and prevention.

`pure/` holds what needs no database: the steps of a conversation, what of it counts, what to ask next. Records are
reached through `doors.py`; services write, selectors read, views show.
"""
