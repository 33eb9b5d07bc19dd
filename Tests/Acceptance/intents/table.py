"""The table of intents in docs/coverage.md, behind a mark that `interface generate` leaves in place."""

MARK = "<!-- What follows is written by Tests/Acceptance/sdk_11_intents.py (make intents). -->\n"


def markdown(rows, refusals):
    def word(is_so):
        return "yes" if is_so else "no"

    lines = [
        "",
        "## Intents of SDK 11.3.0",
        "",
        "What the unmodified SDK does with each of its intents on a dev node: planned without a violation, executed in",
        "a block, and the effect confirmed by a read.",
        "",
        "| intent | composed as | planned | executed | effect | confirmed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        calls = ", ".join(f"`{name}`" for name in row.calls) or "–"
        marks = [word(row.planned), word(row.executed), row.effect, word(row.confirmed)]
        lines.append(f"| {row.name} | {calls} | {' | '.join(marks)} |")
    lines += ["", "Left for later, and refused:", "", "| intent | belongs to | refused with |", "| --- | --- | --- |"]
    lines += [f"| {op} | {reason} | {refusal} |" for op, reason, refusal in refusals]
    return "\n".join(lines) + "\n"


def split(path):
    with open(path, encoding="utf-8") as file:
        head, _, tail = file.read().partition(MARK)
    return head, tail


def read(path):
    return split(path)[1]


def write(path, text):
    head = split(path)[0]
    with open(path, "w", encoding="utf-8") as file:
        file.write(head.rstrip("\n") + "\n\n" + MARK + text)
