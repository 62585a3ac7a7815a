"""Tables as batches of text, in bounded memory, with every row that could not be read."""

from fristad.bulk.reading.batches import Batch, Source
from fristad.bulk.reading.opening import open_table

__all__ = ["Batch", "Source", "open_table"]
