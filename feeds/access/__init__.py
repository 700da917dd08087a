"""The secrets by which what is on its way out is reached: tokens of changes, addresses of feeds."""
