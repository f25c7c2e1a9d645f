"""tap.py - how the checks in Python say what they found

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

AT_MOST = 40


def report(points):
    """Prints each (title, problems) as a TAP test point; a point without problems is ok. Returns the exit code.

    The problems go to stderr, which Meson shows of a test that failed."""
    print(f'1..{len(points)}')
    for number, (title, problems) in enumerate(points, 1):
        print('not ok' if problems else 'ok', number, '-', title)
        for problem in problems[:AT_MOST]:
            print(problem, file=sys.stderr)
        if len(problems) > AT_MOST:
            print('and', len(problems) - AT_MOST, 'more', file=sys.stderr)
    return 1 if any(problems for _, problems in points) else 0
