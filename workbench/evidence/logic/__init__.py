"""What is certain, possible and impossible from the fixes alone: the space-time prism, presence, and the finding over both."""
