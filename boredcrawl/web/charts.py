"""Charts as SVG, without a style or a script in them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 220, 44, 24, 12
Point = tuple[str, int]


def scale(largest: int) -> int:
    """Round up to what an axis may end with.

    >>> [scale(n) for n in (0, 3, 11, 26, 180, 4100)]
    [1, 5, 20, 50, 200, 5000]
    """
    step = 1
    while True:
        for factor in (1, 2, 5):
            if largest <= factor * step:
                return factor * step
        step *= 10


def bars(points: Sequence[Point], title: str, unit: str) -> Markup:
    """Draw a bar for each number.

    >>> bars([("Mon", 1), ("Tue", 3)], "Cats", "cats").count("<rect")
    2
    """
    top = scale(max((n for _, n in points), default=0))
    room = (WIDTH - LEFT) / max(1, len(points))
    gap = 2 if room > 5 else 0.5  # noqa: PLR2004 - pixels
    drawn = []
    for place, (label, number) in enumerate(points):
        high = number / top * (HEIGHT - BOTTOM - TOP)
        drawn.append(
            f'<rect class="bar" x="{LEFT + place * room:.1f}" y="{HEIGHT - BOTTOM - high:.1f}"'
            f' width="{max(room - gap, 0.6):.1f}" height="{high:.1f}" rx="{min(2, room / 4):.1f}">'
            f"<title>{escape(label)}: {number:,} {escape(unit)}</title></rect>"
        )
    return framed("".join(drawn), points, title, (0, top), room, is_line=False)


def line(points: Sequence[Point], title: str, unit: str) -> Markup:
    """Draw a line through numbers.

    >>> line([("1 Nov", 1), ("2 Nov", 3)], "Cats", "cats").count("<circle")
    2
    """
    least = min((n for _, n in points), default=0)
    low = -scale(-least) if least < 0 else 0
    top = scale(max((n for _, n in points), default=0))
    room = (WIDTH - LEFT - 12) / max(1, len(points) - 1)
    spots = [
        (LEFT + place * room, HEIGHT - BOTTOM - (n - low) / (top - low) * (HEIGHT - BOTTOM - TOP))
        for place, (_, n) in enumerate(points)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    floor = HEIGHT - BOTTOM
    drawn = ""
    if spots:
        area = f"{spots[0][0]:.1f},{floor} {path} {spots[-1][0]:.1f},{floor}"
        drawn = f'<polygon class="area" points="{area}"/><polyline class="line" points="{path}"/>'
    for (x, y), (label, number) in zip(spots, points, strict=True):
        said = f"<title>{escape(label)}: {number:,} {escape(unit)}</title>"
        drawn += f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3">{said}</circle>'
    return framed(drawn, points, title, (low, top), room, is_line=True)


def framed(
    drawn: str,
    points: Sequence[Point],
    title: str,
    ends: tuple[int, int],
    room: float,
    *,
    is_line: bool,
) -> Markup:
    """Put the axes around, and a few words under them."""
    lines = ""
    low, top = ends
    for part in (0, 1) if (top - low) % 2 else (0, 0.5, 1):
        y = HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP)
        value = low + (top - low) * part
        shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
        lines += (
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{shown}</text>'
        )
    every = max(1, -(-len(points) // 7))
    for place in range(0, len(points), every):
        x = LEFT + place * room + (0 if is_line else room / 2)
        anchor = "start" if place == 0 else "middle"
        # On a phone there is room for half of them.
        kind = "tick" if place // every % 2 == 0 else "tick between"
        lines += (
            f'<text class="{kind}" x="{min(x, WIDTH - 24):.1f}" y="{HEIGHT - 6}"'
            f' text-anchor="{anchor}">{escape(points[place][0])}</text>'
        )
    return Markup(  # noqa: S704 - numbers, and words escaped
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}"><title>{escape(title)}</title>{lines}{drawn}</svg>'
    )
