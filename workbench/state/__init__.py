"""What is chosen now: ``session`` and ``board`` over one base, ``chosen``; the only callers of compute for the widgets."""
