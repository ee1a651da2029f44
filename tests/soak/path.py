"""What a visitor of the soak knows to have answered, and the state that must come of it."""

from dataclasses import dataclass, field
from typing import Any

from tests.soak.browser import Fields

CONTACT = ("email", "phone", "street", "town")


@dataclass(frozen=True)
class Entry:
    """One step as it was answered and accepted."""

    step: str
    data: Fields


@dataclass
class Path:
    """The accepted answers, oldest first; who goes back and answers differently walks on anew."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, step: str, data: Fields) -> None:
        self.entries.append(Entry(step, data))

    def find(self, step: str, answer: str) -> Entry | None:
        """The step that was answered so; every answer of a walk is another."""
        wanted = (step, answer)
        found = (each for each in self.entries if (each.step, each.data["answer"]) == wanted)
        return next(found, None)

    def change(self, entry: Entry, step: str, data: Fields) -> None:
        """Another answer in place of this one, maybe at another step that would do as well.

        What came after is asked again. Raises `ValueError` for an entry that is not on the path.
        """
        del self.entries[self.entries.index(entry) :]
        self.add(step, data)

    def rounds(self) -> int:
        """How often the visitor has been round the loop."""
        return len(self._answers("amount"))

    def state(self) -> dict[str, Any]:
        """What the last step must see of it. `Any`: JSON."""
        amounts = [each for each in self.entries if each.step == "amount"]
        return {
            "item": "".join(self._answers("item")),
            "contact": {each.step: each.data["answer"] for each in self._contact()},
            "articles": self._answers("article"),
            "amounts": self._answers("amount"),
            "more": bool(amounts and "more" in amounts[-1].data),
            "note": "".join(self._answers("note")),
        }

    def _answers(self, step: str) -> list[str]:
        return [each.data["answer"] for each in self.entries if each.step == step]

    def _contact(self) -> list[Entry]:
        return [each for each in self.entries if each.step in CONTACT]
