"""Everything that is run rather than shipped."""
