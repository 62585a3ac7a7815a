"""Whole tables through an instrument: reading, mapping, screening, counting, reporting.

`fristad.bulk.screening.screen` is the way in. A run has four steps, each in parts that survive a kill: read and map,
find repeated ids, determine, write. Nothing here ranks rows or puts a label on a person.
"""
