"""The answer explained: why it is what it is, what would change it, and the words for both."""
