#!/usr/bin/python3
# test-atspi.py - step the first lesson to its end and back, as a screen reader sees it
#
# usage: test-atspi.py PROGRAM CATALOGS LANGUAGE
#
# Finds things by role and by the names of actions, which are the same in every
# language; what is shown must be in LANGUAGE. Speaks TAP.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import gettext
import os
import subprocess
import sys

import pyatspi

from waiting import wait


def walk(node):
    if node is None:
        return
    yield node
    for i in range(node.childCount):
        yield from walk(node.getChildAtIndex(i))


def actions_of(node):
    query = node.queryAction()
    return {query.getName(i): i for i in range(query.nActions)}


class Window:
    def __init__(self, pid):
        self.window = wait('the window', lambda: self.find_window(pid))
        self.slider = wait('the slider', lambda: self.find('slider'))
        self.ladder = wait('the ladder', self.find_ladder)
        self.actions = actions_of(self.window)

    @staticmethod
    def find_window(pid):
        for app in pyatspi.Registry.getDesktop(0):
            if app.get_process_id() == pid:
                for i in range(app.childCount):
                    child = app.getChildAtIndex(i)
                    if 'win.forward' in actions_of(child):
                        return child
        return None

    def find(self, role):
        return next((node for node in walk(self.window) if node.getRoleName() == role), None)

    def find_ladder(self):
        # Of the lists, the ladder is the one that describes the current step.
        return next((node for node in walk(self.window) if node.getRoleName() == 'list' and node.description), None)

    def act(self, name):
        self.window.queryAction().doAction(self.actions[name])

    def step(self):
        return round(self.slider.queryValue().currentValue)

    def at(self, step):
        """What the ladder says once it stands at @step."""
        wait(f'step {step}', lambda: self.step() == step)
        number = str(step) if step else ''
        return wait(f'what step {step} says', lambda: number in self.ladder.description and self.ladder.description)


def unnamed(node):
    """What can have the focus and has no name but that of its class; the inner parts of a combo box are GTK's own."""
    if node is None or node.getRoleName() == 'combo box':
        return
    if node.getState().contains(pyatspi.STATE_FOCUSABLE) and (not node.name or node.name.startswith(('Gtk', 'Ehlo'))):
        yield f'{node.getRoleName()} "{node.name}"'
    for i in range(node.childCount):
        yield from unnamed(node.getChildAtIndex(i))


def tabs_of(window):
    """Those of the side panel: the longer list; the other one switches the views."""
    lists = [node for node in walk(window) if node.getRoleName() == 'page tab list']
    return max(([tab for tab in walk(node) if tab.getRoleName() == 'page tab'] for node in lists), key=len, default=None)


def check(window, language, catalogs):
    words = gettext.translation('ehlo', catalogs, [language], fallback=language == 'en')
    title = words.gettext('The first letter')
    yield title in window.window.name, f'the title is in {language}: {window.window.name}'
    yield language == 'en' or title != 'The first letter', f'the catalog has the title in {language}'
    last = round(window.slider.queryValue().maximumValue)
    yield last > 30, f'the lesson has {last} steps'
    said = [window.at(0)]
    for step in range(1, last + 1):
        window.act('win.forward')
        said.append(window.at(step))
    yield len(set(said)) == last + 1, 'every step says something of its own'
    yield any(window.ladder.getChildAtIndex(i).getRoleName() == 'list item' for i in range(window.ladder.childCount)), 'rows are list items'
    window.act('win.forward')
    yield window.at(last) == said[last], 'there is nothing after the last step'
    same = True
    for step in range(last - 1, -1, -1):
        window.act('win.back')
        same = window.at(step) == said[step] and same
    yield same, 'stepping back says what stepping forward said'
    for step in (last // 2, 3, last - 1):
        window.slider.queryValue().currentValue = step
        same = window.at(step) == said[step] and same
    yield same, 'scrubbing says the same'
    nameless = list(unnamed(window.window))
    yield not nameless, f'everything that can have the focus has a name {nameless[:5]}'
    tabs = wait('the tabs', lambda: tabs_of(window.window))
    yield len(tabs) >= 4, f'there are tabs: {", ".join(tab.name for tab in tabs)}'
    for tab in tabs:
        tab.queryAction().doAction(0)
        wait(f'the tab {tab.name}', lambda: tab.getState().contains(pyatspi.STATE_CHECKED) or tab.getState().contains(pyatspi.STATE_PRESSED)
             or tab.getState().contains(pyatspi.STATE_SELECTED))
        window.act('win.back')
        window.act('win.forward')
        nameless = list(unnamed(window.window))
        yield not nameless, f'nothing is nameless in {tab.name} {nameless[:5]}'


def main():
    program, catalogs, language = sys.argv[1:]
    process = subprocess.Popen([program], env=dict(os.environ, LANGUAGE=language))
    failed = 0
    try:
        number = 0
        for ok, name in check(Window(process.pid), language, catalogs):
            number += 1
            failed += not ok
            print(f'{"ok" if ok else "not ok"} {number} - {name}', flush=True)
        print(f'1..{number}')
    finally:
        process.terminate()
        process.wait(10)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
