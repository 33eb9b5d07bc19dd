"""The list of cases, and what the run finds out about each."""

from dataclasses import dataclass, field

CASES = []


@dataclass
class Row:
    """A line of the table."""

    name: str
    effect: str
    calls: list = field(default_factory=list)
    planned: bool = False
    executed: bool = False
    confirmed: bool = False


@dataclass
class Case:
    op: str
    name: str
    effect: str
    body: object


def case(op, detail="", effect=None):
    """Makes a function the case of an intent; its docstring says which effect it reads back."""

    def register(body):
        name = f"{op} {detail}".strip()
        CASES.append(Case(op, name, effect or " ".join(body.__doc__.split()), body))
        return body

    return register
