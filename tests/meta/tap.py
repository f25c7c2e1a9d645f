"""tap.py - how the checks in Python say what they found

SPDX-License-Identifier: GPL-3.0-or-later
"""


def report(points):
    """Prints each (title, problems) as a TAP test point; a point without problems is ok. Returns the exit code."""
    print(f'1..{len(points)}')
    for number, (title, problems) in enumerate(points, 1):
        print('not ok' if problems else 'ok', number, '-', title)
        for problem in problems[:40]:
            print('#', problem)
        if len(problems) > 40:
            print('# and', len(problems) - 40, 'more')
    return 1 if any(problems for _, problems in points) else 0
