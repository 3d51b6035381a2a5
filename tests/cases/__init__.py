"""Public kinds of faults, one small input each."""
