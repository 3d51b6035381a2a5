"""Fixes to tables: stays, gaps, approaches, and the way to MovingPandas and back.

The room reads in this order: ``trails`` (fixes to plain arrays in metres), then a file a verb: ``stays``, ``gaps``, ``trips``,
``places``, ``approaches``, ``meetings``, ``drift``; ``bridge`` is the way to MovingPandas and back. Every threshold stands in
``parameters``; compiled loops sit in ``kernels``, and say nothing of their own.
"""
