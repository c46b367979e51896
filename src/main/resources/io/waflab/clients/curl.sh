#!/bin/sh
# curl, one process for all requests, so that its connections can be used again. Reads "GET https://..." lines; see
# Application.java for what it prints. Before each further request curl reads a pipe as a file: to its end, which comes
# when the next line has been read. Five requests at most, all to the first one's URL.
set -eu

url='' method='' last='' options=''
for setting in "$@"; do
  case $setting in
    keep-alive=off) options="$options --header Connection:close" ;;
    response-timeout=off) ;;
    response-timeout=*)
      millis=${setting#*=}
      options="$options --max-time $((millis / 1000)).$(printf %03d $((millis % 1000)))"
      ;;
    local=*) options="$options --connect-to ${setting#*=}::127.0.0.1:" ;;
  esac
done
if [ -n "${REQUESTS_CA_BUNDLE:-}" ]; then
  options="$options --cacert $REQUESTS_CA_BUNDLE"
fi

command -v curl >/dev/null || {
  printf 'missing\tcurl\n'
  exit 0
}
# A signal alone would leave both behind: its EXIT trap is not run for one, and a background job ignores Ctrl-C.
folder=$(mktemp -d "${TMPDIR:-/tmp}/curl.XXXXXX")
trap '[ -z "$last" ] || kill "$last" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
mkfifo "$folder/gate" "$folder/results"
set -- $(curl --version | sed 1q)
printf 'ready\tcurl %s\t%s\n' "$2" "$4"

# The results of gates are no results.
told() {
  tab=$(printf '\t')
  while IFS=$tab read -r scheme status protocol bytes code message; do
    case $scheme in
      [Ff][Ii][Ll][Ee]) continue ;;
    esac
    if [ "$code" = 0 ]; then
      printf 'answer\t%s\tHTTP/%s\t%s\n' "$status" "$protocol" "$bytes"
    else
      printf 'failed\tcurl: (%s)\t%s\n' "$code" "$message"
    fi
    return
  done
}

words='%{stderr}%{scheme}\t%{http_code}\t%{http_version}\t%{size_download}\t%{exitcode}\t%{errormsg}\n'
while read -r method url; do
  if [ -z "$last" ]; then
    part="$options --silent --output /dev/null --write-out $words"
    gate="--next $part file://$folder/gate"
    set -- $part $url
    for more in 2 3 4 5; do
      set -- "$@" $gate --next $part $url
    done
    curl "$@" 2>"$folder/results" >/dev/null </dev/null &
    last=$!
    exec 5<"$folder/results"
  else
    : >"$folder/gate"
  fi
  told <&5
done
