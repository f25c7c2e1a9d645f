"""waiting.py - what the tests that look through the accessibility tree have in common

SPDX-License-Identifier: GPL-3.0-or-later
"""
import time

LIMIT = 30


def wait(what, probe):
    """The first true result of @probe, which may fail while objects come and go."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            found = probe()
            if found is not None and found is not False:
                return found
        except Exception:
            pass
        time.sleep(0.02)
    raise SystemExit(f'Bail out! timed out: {what() if callable(what) else what}')
