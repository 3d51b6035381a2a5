"""The hidden Markov model of a claim: every path that fits the fixes, weighed.

Reading order: ``model`` (what is put together for a claim), ``grid`` and ``edge`` (the cells), ``motion`` (how people move:
transitions), ``emission`` (what a fix says), ``habit`` (where this wearer usually is: the prior), ``constraints`` (the claim
on whole paths), ``forward_backward`` (the chances), ``pruning`` (what the fine passes leave out),
``posterior`` (drawn paths, and what they did). The compiled passes are in ``_kernels_*``; ``warm`` compiles them at set-up.
"""
