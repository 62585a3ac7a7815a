"""How many topics an adaptive interview asks, over many invented persons: `python -m benchmarks.questions`.

The engine chooses one topic in about a millisecond, too slow for millions of choices. `machine` and `view` therefore
compute the same choice for all persons at once, on the engine's own sums and chances; `judge` proves on a sample of
every run that they ask exactly the topics that the engine asks.
"""
