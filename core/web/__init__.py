"""What every page of the browser's doors shares."""
