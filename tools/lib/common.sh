# common.sh - what tools/run and tools/check share; read by `.`, not run
#
# SPDX-License-Identifier: GPL-3.0-or-later

say ()
{
  printf '%s\n' "== $*" >&2
}

die ()
{
  printf '%s\n' "$0: $*" >&2
  exit 1
}

# Runs a command as root: as it is for root, else by sudo. Without a terminal
# sudo must not wait for a password that nobody can type.
as_root ()
{
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    die "only root may do this, and there is no sudo here: $*"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# need PACKAGE...: installs those that are not there yet. With nothing missing it
# asks for no rights and no network.
need ()
{
  if ! command -v dpkg-query >/dev/null; then
    say "no dpkg here, so nothing is installed; Ehlo needs what Debian calls: $*"
    return 0
  fi

  missing=
  for package in "$@"; do
    # More than one word where a package is there for two architectures.
    case " $(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in
      *' installed '*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  say "installing:$missing"
  # A mirror that cannot be reached is no reason to stop yet: the lists at hand may do.
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null >&2 || say "apt-get update failed; trying with the lists at hand"
  # shellcheck disable=SC2086  # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends \
    install $missing </dev/null >&2 || die "these packages could not be installed:$missing"
}

# Newer C libraries translate nothing in the locales C and C.UTF-8, whatever
# LANGUAGE says (glibc bug 16621). A system that has no other gets one of those
# that sim/core/locale.c looks for.
need_locale ()
{
  case $(getconf GNU_LIBC_VERSION 2>/dev/null) in
    '' | 'glibc 2.'[0-9] | 'glibc 2.'[12][0-9] | 'glibc 2.3'[0-6]) return 0 ;;
  esac
  if locale -a | grep -qiE '^(en_US|el_GR|ru_RU|en_GB|de_DE|fr_FR)\.utf-?8$'; then
    return 0
  fi
  need locales
  say "making the locale en_US.UTF-8"
  as_root localedef -i en_US -f UTF-8 en_US.UTF-8
}

# Prints the folder to build NAME in: beside the sources, or, where this user may
# not write there, in the user's cache.
build_folder ()
{
  folder=$top/$1
  if { [ -d "$folder" ] && [ ! -w "$folder/." ]; } || { [ ! -d "$folder" ] && [ ! -w "$top/." ]; }; then
    folder=${XDG_CACHE_HOME:-$HOME/.cache}/ehlo/$1
    mkdir -p "$folder" || die "cannot write to $folder"
  fi
  printf '%s\n' "$folder"
}

# configure FOLDER OPTION...: makes FOLDER ready to build in. One that is ready is
# kept, unless it belongs to sources that stood elsewhere or asks for other options;
# with no option, whatever options it has are right.
configure ()
{
  folder=$1
  shift
  if [ -e "$folder/build.ninja" ] &&
     grep -qF "\"source\": \"$top\"" "$folder/meson-info/meson-info.json" 2>/dev/null &&
     { [ $# -eq 0 ] || [ "$(cat "$folder/configured-as" 2>/dev/null)" = "$*" ]; }; then
    return 0
  fi
  rm -rf "$folder"
  meson setup "$folder" "$top" "$@" </dev/null && printf '%s\n' "$*" >"$folder/configured-as"
}

# build_in FOLDER OPTION...: a folder that an interrupted run or another system
# left unusable is made anew, once.
build_in ()
{
  had=$1/build.ninja
  [ -e "$had" ] || had=
  configure "$@" && ninja -C "$1" </dev/null && return 0
  [ -n "$had" ] || return 1
  say "building once more, from nothing"
  rm -rf "$1"
  configure "$@" && ninja -C "$1" </dev/null
}

build_packages='meson ninja-build gcc libc6-dev pkg-config gettext
  libglib2.0-dev libglib2.0-dev-bin libgtk-4-dev libgmime-3.0-dev libjson-glib-dev'
window_packages='adwaita-icon-theme librsvg2-common fonts-dejavu-core'
test_packages='python3 python3-pyatspi gir1.2-atspi-2.0 at-spi2-core xvfb dbus dbus-daemon
  fonts-noto-core libgtk-4-bin desktop-file-utils appstream groff-base tshark'
# Programs that only send mail, and a server that is a Python package: tests/interop.
client_packages='bsdutils curl fetchmail getmail6 imapfilter isync libauthen-sasl-perl libmail-imapclient-perl mpop msmtp neomutt
  node-nodemailer nodejs offlineimap3 perl python3-aiosmtpd s-nail swaks'
