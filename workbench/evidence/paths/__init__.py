"""Every possible path: the engine behind the strength of an answer.

Reading order: ``grid`` (where), ``motion`` (how people move), ``emission`` (fixes as witnesses), ``habit`` (where this
wearer usually is), ``constraints`` (the claim), ``engine`` (the chances), ``ratio`` (their ratios), ``sample`` (paths to
look at). ``forward`` and ``dwell`` are the plain numpy twins of the compiled passes.
"""
