"""What every room stands on: errors in words, cards, quality flags, shares with their intervals."""
