"""fetching.py - what the tests of `ehlo fetch` share

SPDX-License-Identifier: GPL-3.0-or-later
"""
import glob
import imaplib
import os
import subprocess

import lab

LOGIN = ['--auth', f'{lab.USER}:{lab.PASSWORD}']


def fetch(port, proto, folder, *arguments):
    return subprocess.run([lab.PROGRAM, 'fetch', '--server', f'127.0.0.1:{port}', '--proto', proto, '-o', folder, *arguments],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)


def letters(folder):
    """Name: bytes."""
    found = {}
    for path in glob.glob(folder + '/*'):
        with open(path, 'rb') as letter:
            found[os.path.basename(path)] = letter.read()
    return found


# What a transport might damage.
LETTERS = [
    lab.letter('one'),
    b'Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n)\r\nA001 OK done\r\n* BYE\r\n',
    b'Subject: no line end\r\n\r\nlast line',
    b'Subject: long\r\n\r\n' + b'x' * 100000 + b'\r\n',
    b'Subject: empty\r\n\r\n',
    'Subject: Γειά\r\n\r\nПривет\r\n'.encode(),
    b'Subject: large\r\n\r\n' + (b'y' * 70 + b'\r\n') * 40000,
]


def put(port, mailbox):
    with imaplib.IMAP4('127.0.0.1', port) as client:
        client.login(lab.USER, lab.PASSWORD)
        client.create(mailbox)
        for letter in LETTERS:
            client.append(mailbox, None, None, letter)
