"""What the contract says of one browser: which runs it may open, and whether its first forms hold.

A run belongs to the session in which it was begun, and to who logs in there. Whoever comes next at
the same browser finds nothing of it.
"""

from dataclasses import dataclass, field

from tests.model.run import Run


@dataclass
class Ownership:
    """Whose a run is."""

    session: int
    user: str = ""
    is_gone: bool = False
    """Has its idle time ended?"""


@dataclass
class Browser:
    """Its session, and the cookie that a first form is paired with."""

    session: int = 0
    """Its number: it is another one once the session was ended."""
    user: str = ""
    has_begun: bool = False
    """Was a run begun in this session?"""
    cookie: int = 0
    """Its number: first forms that are sent again under another one are other forms."""
    is_cookie_used: bool = False
    owned: dict[int, Ownership] = field(default_factory=dict)
    """By the number of the run."""

    def log_in(self, user: str) -> None:
        """Somebody else's session is over; one of nobody's goes on, with all that is running."""
        if self.user not in ("", user):
            self._end_session()
        self.user = user

    def claim(self, runs: list[Run]) -> None:
        """What is running belongs to who has logged in."""
        for run in runs:
            owned = self.owned[run.name]
            if owned.session == self.session and not owned.is_gone and run.status == "running":
                owned.user = owned.user or self.user

    def log_out(self) -> None:
        self._end_session()
        self.user = ""

    def is_mine(self, run: Run) -> bool:
        """Begun in this session, and nobody else's since."""
        owned = self.owned[run.name]
        return owned.session == self.session and owned.user in ("", self.user)

    @property
    def holds_cookie(self) -> bool:
        """Is the cookie there that a first form needs when it is posted?"""
        is_left_over = self.is_cookie_used and not self.has_begun
        return self.cookie > 0 and not is_left_over

    def sees_beginning(self) -> None:
        """A first form is shown, and the cookie with it."""
        self.cookie += 0 if self.holds_cookie else 1
        self.is_cookie_used = self.has_begun

    def begins(self, run: Run) -> None:
        self.has_begun = self.is_cookie_used = True
        self.owned[run.name] = Ownership(self.session, self.user)

    def _end_session(self) -> None:
        self.session += 1
        self.has_begun = False
