#!/usr/bin/python3
# test-keys.py - the keyboard, key by key, as it comes from the X server
#
# usage: test-keys.py PROGRAM LESSON
#
# What a key has done is seen in the accessibility tree. No key that is typed into
# an entry may reach the run. Speaks TAP.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import sys
import time

import pyatspi

from waiting import wait


def walk(node):
    """Without the rows of lists, which are many and not looked for here."""
    if node is None:
        return
    yield node
    if node.getRoleName() == 'list':
        return
    for i in range(node.childCount):
        yield from walk(node.getChildAtIndex(i))


class Program:
    def __init__(self, process):
        self.pid = process.pid
        self.window = wait('the window', self.find_window)
        self.slider = wait('the slider', lambda: self.find('slider'))
        self.last = round(self.slider.queryValue().maximumValue)
        number = wait('the X window', self.find_x_window)
        subprocess.run(['xdotool', 'windowfocus', '--sync', number], check=True)

    def find_window(self):
        for app in pyatspi.Registry.getDesktop(0):
            if app.get_process_id() == self.pid:
                return next((app.getChildAtIndex(i) for i in range(app.childCount) if app.getChildAtIndex(i).getRoleName() == 'frame'), None)
        return None

    def find_x_window(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.pid)], capture_output=True, text=True, check=False)
        return found.stdout.split()[0] if found.stdout else None

    def find(self, role, name=None):
        return next((node for node in walk(self.window) if node.getRoleName() == role and name in (None, node.name)), None)

    def step(self):
        return round(self.slider.queryValue().currentValue)

    def moved(self):
        """The step, once it is not the beginning any more."""
        return self.step() or None

    def is_at(self, step):
        wait(lambda: f'step {step}, stands at {self.step()}', lambda: self.step() == step)
        return True

    def go_home(self):
        self.key('Home')
        self.is_at(0)

    def key(self, *names):
        subprocess.run(['xdotool', 'key', '--delay', '0', *names], check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '4', text], check=True)

    def shows(self, role, name):
        return self.find(role, name) is not None


def moves(program):
    """Keys that go somewhere, and where they go from where the one before has left."""
    last = program.last
    for key, step in (('Right', 1), ('Left', 0), ('Down', 1), ('Up', 0), ('Page_Down', 1), ('Page_Down', 2), ('Page_Up', 1), ('ctrl+Page_Down', 11),
                      ('ctrl+Page_Up', 1), ('End', last), ('Right', last), ('Home', 0), ('Left', 0)):
        program.key(key)
        yield program.is_at(step), f'{key} goes to step {step}'
    program.is_at(0)
    program.key('shift+Right')
    first = wait('the first phase', program.moved)
    program.key('shift+Right')
    second = wait('the second phase', lambda: program.step() if program.step() > first else None)
    program.key('shift+Left')
    wait(lambda: f'the phase before {second}, after {first}; stands at {program.step()}', lambda: program.step() < second)
    yield True, 'Shift with the arrows goes from phase to phase'
    program.go_home()
    program.key('n')
    failure = wait('the first failure', program.moved)
    program.key('n')
    wait('the next failure', lambda: program.step() > failure)
    program.key('shift+n')
    yield program.is_at(failure), 'N and Shift+N go from failure to failure'
    program.key('ctrl+d')
    program.go_home()
    program.key('d')
    yield program.is_at(failure), 'D goes to what Ctrl+D has marked'
    program.key('End')
    program.is_at(last)
    program.key('shift+d')
    yield program.is_at(failure), 'Shift+D goes back to it'
    program.key('ctrl+d')


def modes(program):
    for key, name in (('h', 'Phase by phase'), ('m', 'Message by message'), ('c', 'Command by command'), ('l', 'Line by line')):
        program.key(key)
        wait(name, lambda name=name: program.shows('label', name))
        yield True, f'{key} steps {name}'
    for key, name in (('1', '½×'), ('3', '2×'), ('4', '4×'), ('2', '1×')):
        program.key(key)
        wait(name, lambda name=name: program.shows('label', name))
        yield True, f'{key} plays at {name}'
    program.key('Home', 'space')
    wait('playing', lambda: program.shows('push button', 'Pause'))
    program.key('k')
    wait('paused', lambda: program.shows('push button', 'Play'))
    yield True, 'Space plays, K pauses'
    program.key('Home', 'F5')
    wait('playing', lambda: program.shows('push button', 'Pause'))
    program.key('shift+F5')
    wait('paused', lambda: program.shows('push button', 'Play'))
    yield True, 'F5 restarts, Shift+F5 stops'


def screens(program):
    program.go_home()
    program.key('Right', 'Right', 'b')
    wait('the black screen', lambda: program.shows('label', 'Press B to go on'))
    program.key('b')
    wait('the picture', lambda: not program.shows('label', 'Press B to go on'))
    yield program.is_at(2), 'B blanks the screen and gives it back'
    program.key('period')
    wait('the black screen', lambda: program.shows('label', 'Press B to go on'))
    program.key('Page_Down')
    yield program.is_at(3), 'a step takes the black screen away'
    program.key('p')
    wait('the projector', lambda: program.shows('panel', 'At a glance'))
    program.key('p')
    wait('the desk', lambda: not program.shows('panel', 'At a glance'))
    yield True, 'P switches the projector mode'
    program.key('F9')
    wait('no side panel', lambda: not program.shows('page tab list', 'Views of the run'))
    program.key('F9')
    wait('the side panel', lambda: program.shows('page tab list', 'Views of the run'))
    yield True, 'F9 switches the side panel'


def entries(program):
    program.go_home()
    program.key('Right', 'Right', 'ctrl+f')
    entry = wait('the entry', lambda: program.find('entry', 'Find in the lines'))
    text = 'zz k b.p nhlcm 1234 d'
    wait('the search bar', lambda: entry.getState().contains(pyatspi.STATE_FOCUSED))
    program.type(text)
    wait('what was typed', lambda: entry.queryText().getText(0, entry.queryText().characterCount) == text)
    program.key('Home', 'End', 'Left', 'Right', 'space')
    wait('a blank more', lambda: entry.queryText().characterCount == len(text) + 1)
    calm = program.step() == 2 and not program.shows('panel', 'At a glance') and not program.shows('label', 'Press B to go on')
    yield calm and program.shows('push button', 'Play'), 'what is typed into an entry stays in it'
    wait('no such line', lambda: any('No line has' in node.name for node in walk(program.window) if node.getRoleName() == 'status bar'))
    yield True, 'the search says that there is no such line'
    program.key('ctrl+a')
    program.type('rcpt to')
    found = wait('a line', lambda: program.step() if program.step() != 2 else None)
    program.key('F3')
    further = wait('the next line', lambda: program.step() if program.step() != found else None)
    program.key('shift+F3')
    yield program.is_at(found) and further > found, 'F3 goes on, Shift+F3 back'
    program.key('Escape')
    time.sleep(0.1)
    program.key('Right')
    yield program.is_at(found + 1), 'Escape leaves the search, and the keys are those of the run again'


def main():
    program, lesson = sys.argv[1:]
    process = subprocess.Popen([program, lesson], env=dict(os.environ, LANGUAGE='en'))
    number = failed = 0
    try:
        running = Program(process)
        for part in (moves, modes, screens, entries):
            for ok, name in part(running):
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
