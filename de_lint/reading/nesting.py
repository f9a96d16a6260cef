"""What is open while a field tree is built: headings, and below the last of them labels and items."""

from __future__ import annotations

from de_lint.reading.fields import Node, Row, Text, span_of, text_in
from de_lint.reading.source import Source

#: What is nested deeper stands side by side at this depth, so that no reader of the tree or its JSON runs out of stack.
DEEPEST = 50


class Nesting:
    """Open headings, and below the last of them the open labels and items, outermost first."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = Node("root", Text("", span_of(source, 0, 0, 0)))
        self.headings: list[Node] = [self.root]
        self.open: list[Node] = []
        #: The field that a line without marks goes on with.
        self.paragraph: Node | None = None
        #: How many labels were open above a quotation.
        self.kept = 0
        #: By indent and what it counts, the number that an item bore last, and what holds the item.
        self.counted: dict[tuple[int, str], tuple[int, Node]] = {}

    def parent(self) -> Node:
        """Return the field that holds what comes next."""
        return self.open[-1] if self.open else self.headings[-1]

    def push(self, field: Node) -> None:
        """Open a label or item below those that are open."""
        del self.open[DEEPEST - 1 :]
        self.parent().children.append(field)
        self.open.append(field)
        self.paragraph = field

    def push_item(self, field: Node) -> None:
        """Open an item beside or below the items that are open, by its number or else its indent."""
        counts = field.label.text if field.label else field.marker.rstrip(".)")
        what = counts.rstrip("0123456789")
        number = int(counts[len(what) :] or 0)
        last, holder = self.counted.get((field.indent, what), (number, self.root))
        if number == last + 1:  # what stands between two items of a list, `Expected: …`, holds no item of it
            if holder is self.headings[-1]:
                self.open.clear()
            elif holder in self.open:
                del self.open[self.open.index(holder) + 1 :]
        if number == 1 and self.open and field.checked is not None and self.open[-1].checked is None:
            self.open.clear()  # boxed steps below the items of a label are a list of their own
        while self.open and field.indent < self.open[-1].indent + 2 * self.open[-1].is_item:
            self.open.pop()
        if number:
            self.counted[field.indent, what] = (number, self.parent())
        self.push(field)

    def close(self) -> None:
        """Close all labels and items."""
        self.kept = 0
        self.open.clear()
        self.paragraph = None

    def section(self, row: Row, start: int, length: int) -> Node:
        """Open a heading by the words of a tag; it holds what follows, up to the tag's end."""
        heading = Node("heading", self.text(row, start, start + length), lines=[row.number], info="tag")
        del self.headings[DEEPEST:]
        heading.level = min(self.headings[-1].level + 1, 6)
        self.open_heading(heading)
        return heading

    def open_heading(self, heading: Node) -> None:
        """Let a heading hold what follows."""
        self.headings[-1].children.append(heading)
        self.headings.append(heading)
        self.counted.clear()
        self.close()

    def leaf(self, form: str, row: Row) -> None:
        """Add a row that holds nothing."""
        self.close()
        self.headings[-1].children.append(Node(form, self.text(row, 0, len(row.text)), lines=[row.number]))

    def text(self, row: Row, start: int, end: int) -> Text:
        """Return the characters [start, end) of a row with their place, without the comments in them."""
        return text_in(self.source, row, start, end)
