"""What the JSON doors of all apps share: reading requests, rendering answers and problems, limits, paging."""
