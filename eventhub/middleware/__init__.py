"""What every request passes on its way in and out, one file a concern; settings.py has the order."""
