"""Is an address where somebody sleeps? Nights, one by one, and what they add up to."""
