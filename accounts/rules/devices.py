"""What kind of device a session is of, from how it names itself."""

# the first that is found counts: each names those below it too
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """The browser's name, else the first word of a program, such as `curl/8.5`; empty where there is none."""
    found = next((name for mark, name in BROWSERS if mark in user_agent), "")
    return found or user_agent.partition(" ")[0]


def system_of(user_agent: str) -> str:
    """The name of the system that it runs on; empty where it does not say."""
    return next((name for mark, name in SYSTEMS if mark in user_agent), "")


def is_handheld(user_agent: str) -> bool:
    """Whether it is a telephone or a tablet."""
    return system_of(user_agent) in ("iPhone", "iPad", "Android")
