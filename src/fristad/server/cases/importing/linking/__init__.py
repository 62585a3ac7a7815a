"""Doubles of a whole register: what is compared, how it is weighed, how well that works."""
