# bash completion for ehlo
#
# SPDX-License-Identifier: GPL-3.0-or-later

_ehlo ()
{
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= files=
  COMPREPLY=()

  if [ "$COMP_CWORD" -eq 1 ]; then
    words='list check run explain export compare serve send --help --version'
    files=yes
  else
    case $before in
      --format)
        case ${COMP_WORDS[1]} in
          export) words='pdf svg png' ;;
          compare) words='text json svg pdf' ;;
          *) words='text transcript json pcapng trace' ;;
        esac ;;
      --view) words='ladder topology transcript worksheet compare' ;;
      --layer) words='app tls tcp' ;;
      --seed | --until) return ;;
      --tls) words='none starttls implicit' ;;
      --proto) words='pop3 imap' ;;
      --listen | --smtp | --submission | --lmtp | --pop3 | --imap | --domain | --user | --quota | --host | --server | --auth | --folder | --from | --to) return ;;
      --record) files=yes ;;
      -o | --output) files=yes ;;
      *)
        case ${COMP_WORDS[1]} in
          list) words='--json --help' ;;
          check) words='--help'; files=yes ;;
          explain) words='--help' ;;
          run)
            words='--format --output --seed --until --layer --secrets --step --help'
            [ "$COMP_CWORD" -gt 2 ] || words="$words $("${COMP_WORDS[0]}" list 2>/dev/null | cut -f 1)"
            files=yes ;;
          export)
            words='--format --view --from --to --output --help'
            [ "$COMP_CWORD" -gt 2 ] || words="$words $("${COMP_WORDS[0]}" list 2>/dev/null | cut -f 1)"
            files=yes ;;
          compare)
            words='--format --seed --output --help'
            [ "$COMP_CWORD" -gt 3 ] || words="$words $("${COMP_WORDS[0]}" list 2>/dev/null | cut -f 1)"
            files=yes ;;
          serve)
            words='--listen --smtp --submission --lmtp --pop3 --imap --domain --user --quota --require-tls --host --once --record --quiet --help'
            [ "$COMP_CWORD" -gt 2 ] || words="$words $("${COMP_WORDS[0]}" list 2>/dev/null | cut -f 1)"
            files=yes ;;
          send) words='--server --tls --auth --from --to --help'; files=yes ;;
          fetch) words='--server --proto --tls --auth --folder --delete --output --help'; files=yes ;;
          *) files=yes ;;
        esac ;;
    esac
  fi

  local IFS=$'\n'
  COMPREPLY=($(IFS=$' \n'; compgen -W "$words" -- "$word"))
  [ -z "$files" ] || COMPREPLY+=($(compgen -f -- "$word"))
}

complete -o filenames -F _ehlo ehlo
