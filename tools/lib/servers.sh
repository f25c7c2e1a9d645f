# servers.sh - Postfix and Dovecot for the tests, for as long as they run; read by `.`, not run
#
# Never on a machine that has another mail server. They are kept from starting by
# themselves: policy-rc.d says no while they are installed. The tests run them from
# folders of their own at ports of loopback. Afterwards all that came new is
# removed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

server_packages='postfix dovecot-imapd dovecot-pop3d'
policy=/usr/sbin/policy-rc.d
servers_came=
had_aliases=yes

# Prints which mail server is here; nothing: none.
other_mail_server ()
{
  dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' |
    awk '$1 == "installed" && / mail-transport-agent/ { print $2; exit }'
  [ ! -e /usr/sbin/sendmail ] || echo /usr/sbin/sendmail
}

# Prints which of the servers are new here, and what comes new with them.
new_packages ()
{
  # shellcheck disable=SC2086  # a list of words
  LC_ALL=C apt-get -s -q --no-install-recommends install $server_packages </dev/null | awk '$1 == "Inst" && $3 !~ /^\[/ { print $2 }'
}

forbid_starting ()
{
  if [ -e "$policy" ]; then
    as_root mv "$policy" "$policy.kept-by-ehlo"
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
}

allow_starting ()
{
  as_root rm -f "$policy"
  if [ -e "$policy.kept-by-ehlo" ]; then
    as_root mv "$policy.kept-by-ehlo" "$policy"
  fi
}

# Exports EHLO_TEST_SERVERS if the servers may be tested.
install_servers ()
{
  if ! command -v dpkg-query >/dev/null || ! command -v debconf-set-selections >/dev/null; then
    say "no Debian here: mail servers are not installed, so none is run"
    return 0
  fi
  here=$(other_mail_server | head -n 1)
  if [ -n "$here" ]; then
    say "this machine has a mail server ($here): no other is installed, so none is run"
    return 0
  fi

  trap 'remove_servers' EXIT
  trap 'exit 130' INT TERM
  as_root apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null >&2 || true
  servers_came=$(new_packages)
  [ -e /etc/aliases ] || had_aliases=
  forbid_starting
  echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections
  # In a shell of its own: a failure must not leave the policy behind.
  # shellcheck disable=SC2086  # a list of words
  if (need $server_packages); then
    EHLO_TEST_SERVERS=1
    export EHLO_TEST_SERVERS
  else
    say "Postfix and Dovecot could not be installed, so they are not run"
  fi
  allow_starting
  if [ -d /run/systemd/system ]; then
    for name in postfix dovecot; do
      case " $servers_came" in
        *[[:space:]]"$name"*) as_root systemctl disable --quiet "$name" || true ;;
      esac
    done
  fi
}

remove_servers ()
{
  [ ! -e "$policy.kept-by-ehlo" ] || allow_starting
  [ -n "$servers_came" ] || return 0
  # shellcheck disable=SC2086  # a list of words
  say "removing:" $servers_came
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 purge $servers_came </dev/null >&2 || true
  # The package makes this file and leaves it behind.
  [ -n "$had_aliases" ] || as_root rm -f /etc/aliases
  servers_came=
}
