"""What the project needs around itself: setting up, finding a browser, pinning versions. Standard library only."""
