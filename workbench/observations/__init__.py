"""One wearer's usable fixes, prepared once: what everything that asks where a tag was starts from.

Reading order: ``wearer`` (which fixes count, their order, metres and errors; the store of many wearers), ``trust`` (which fixes
a neighbour vouches for, and at which the tag moved).
"""
