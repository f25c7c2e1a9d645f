"""lab.py - runs `ehlo serve` and other servers for the tests in this folder

SPDX-License-Identifier: GPL-3.0-or-later
"""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ.get('EHLO_PROGRAM') or 'ehlo'
USER, PASSWORD = 'anna', 'se:cret'
OTHER = 'ivan'
DOMAIN = 'mail.example'

# What a transport might damage: dots in front, blanks behind, empty lines, octets above 127.
BODY = ['.', '..two dots', '.one dot and more', 'blanks behind   ', '', '', 'From here on it is Greek:',
        'Καλημέρα, τι κάνεις;', 'and Russian: Привет!', '', 'x' * 500, '.', 'the end']


def letter(subject):
    """The bytes of a letter, lines ended by CR LF."""
    lines = ['From: Olga <olga@far.example>', 'To: anna@mail.example', 'Subject: ' + subject,
             'Date: Tue, 05 Mar 2024 10:00:00 +0000', f'Message-ID: <{subject.replace(" ", ".")}@far.example>',
             'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '']
    return ''.join(line + '\r\n' for line in lines + BODY).encode()


def environment(home):
    """No settings of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items()
            if key in ('PATH', 'TMPDIR', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS')}
    return {**kept, 'HOME': home, 'LC_ALL': 'C.UTF-8', 'TERM': 'dumb'}


class Serve:
    """`ehlo serve` with free ports; use it in a `with`."""

    def __init__(self, *options, users=True, record=True, services=('smtp', 'submission', 'lmtp')):
        self.home = tempfile.mkdtemp(prefix='ehlo-interop-')
        self.record = os.path.join(self.home, 'record.trace')
        command = [PROGRAM, 'serve', '--quiet']
        for service in services:
            command += ['--' + service, '0']
        if users:
            command += ['--user', f'{USER}:{PASSWORD}', '--user', f'{OTHER}:other']
        if record:
            command += ['--record', self.record]
        self.errors = open(os.path.join(self.home, 'errors'), 'w+b')
        self.process = subprocess.Popen(command + list(options), stdout=subprocess.PIPE, stderr=self.errors,
                                        stdin=subprocess.DEVNULL)
        words = self.process.stdout.readline().decode().split()
        if not words or words[0] != 'ready':
            raise RuntimeError('ehlo serve is not ready: ' + self.complaints())
        self.ports = {name: int(port) for name, port in (word.split('=') for word in words[1:])}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def complaints(self):
        self.errors.seek(0)
        return self.errors.read().decode('utf-8', 'replace')

    def rss(self):
        """MiB of memory in use now."""
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as status:
            for line in status:
                if line.startswith('VmRSS:'):
                    return int(line.split()[1]) / 1024
        return 0

    def peak(self):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as status:
            for line in status:
                if line.startswith('VmHWM:'):
                    return int(line.split()[1]) / 1024
        return 0

    def stop(self):
        """Ends it as a user would; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def stored(self):
        """After stop(): what lies in the mailboxes, as (fields, bytes)."""
        lines = subprocess.run([PROGRAM, 'run', self.record, '--format', 'json'], stdout=subprocess.PIPE,
                               check=True).stdout.decode().splitlines()
        found = []
        for entry in map(json.loads, lines):
            if entry['kind'] == 'stored':
                data = base64.b64decode(entry['base64']) if 'base64' in entry else entry['text'].encode()
                fields, _, message = data.partition(b'\r\n')
                found.append((dict(word.split('=', 1) for word in fields.decode().split()), message))
        return found


def without_trace_fields(message):
    """@message without the Return-Path and the Received that delivery has put in front."""
    lines = message.split(b'\r\n')
    if not lines[0].startswith(b'Return-Path: <') or not lines[1].startswith(b'Received: from '):
        raise ValueError('no trace fields: %r' % lines[:2])
    rest = 2
    while lines[rest].startswith((b' ', b'\t')):
        rest += 1
    return b'\r\n'.join(lines[rest:])


def body_of(message):
    return message.partition(b'\r\n\r\n')[2]


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


class Client:
    """A connection that says whatever it is told to."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=60)
        self.buffer = b''

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def line(self):
        """The next line; '' at the end."""
        while b'\n' not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                return ''
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b'\n')
        return line.decode('ascii', 'replace').rstrip('\r')

    def say(self, text):
        self.socket.sendall(text if isinstance(text, bytes) else text.encode() + b'\r\n')

    def rest(self):
        """All that comes until the server closes, or resets."""
        try:
            while True:
                data = self.socket.recv(65536)
                if not data:
                    break
                self.buffer += data
        except ConnectionError:
            pass
        return self.buffer.decode('ascii', 'replace').splitlines()


class Points:
    """TAP."""

    def __init__(self):
        self.number = 0
        self.failed = 0
        self.not_run = []

    def ok(self, name, good, why=''):
        self.number += 1
        print('ok' if good else 'not ok', self.number, '-', name, flush=True)
        if not good:
            self.failed += 1
            print(f'{name}: {why}', file=sys.stderr, flush=True)
        return good

    def skip(self, name, why):
        self.number += 1
        self.not_run.append(name)
        print(f'ok {self.number} - {name} # SKIP {why}', flush=True)

    def note(self, text):
        print('#', text, flush=True)

    def end(self):
        if self.not_run:
            print('# not run: ' + ', '.join(self.not_run))
        print(f'1..{self.number}')
        return 1 if self.failed else 0
