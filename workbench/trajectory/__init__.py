"""Fixes to tables: stays, gaps, approaches, and the way to MovingPandas and back.

The room reads in this order: ``trails`` (fixes to plain arrays in metres), ``stays``, ``gaps``, ``approaches``, ``bridge``.
Compiled loops sit in the two ``_kernels`` files; ``rectangle`` and ``twins`` say the same rules in plain numpy, to read
and to test by.
"""
