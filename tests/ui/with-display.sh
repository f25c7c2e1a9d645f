#!/bin/sh
# with-display.sh PROGRAM ARGS... - run it on a display, a session bus and a home of its own
#
# Ends only what it started. A warning or a critical message of GTK or GLib on
# stderr is a failure.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u

home=$(mktemp -d) || exit 99
mkdir -m 700 "$home/run"
server=
clean_up ()
{
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
  fi
  rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP

export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache"
export GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GIO_USE_VFS=local GSETTINGS_BACKEND=memory
mkdir -p "$home/config/gtk-4.0"
cat > "$home/config/gtk-4.0/settings.ini" <<END
[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
END

# -r: a key that a busy machine holds too long does not repeat itself.
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset -r 3>"$home/display" 2>/dev/null &
server=$!
tries=0
until [ -s "$home/display" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 400 ]; then
    echo "Xvfb did not start" >&2
    exit 99
  fi
  sleep 0.05
done
DISPLAY=:$(cat "$home/display")
export DISPLAY

# What the daemons of the session have to say on stdout is not the test's word.
dbus-run-session -- sh -c 'exec "$@" >&4 4>&-' sh "$@" 4>&1 >/dev/null 2>"$home/errors"
status=$?
cat "$home/errors" >&2
# dbind is the test's own side of the accessibility bus: objects may go while it looks at them.
if [ $status -eq 0 ] && grep -v 'dbind-WARNING' "$home/errors" | grep -E -q '(WARNING|CRITICAL) \*\*'; then
  echo "warnings on stderr" >&2
  status=1
fi
exit $status
