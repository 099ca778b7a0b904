# Sourced by each test: $bin is the program, the working folder is fresh and goes away at the end.
set -u
bin=$(realpath "$1")
work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

fail() { echo "FAILED: $*" >&2; exit 1; }
# status WANTED COMMAND…: runs it, its stderr goes to ./stderr
status() {
  local wanted=$1 got; shift
  "$@" >stdout 2>stderr; got=$?
  [ "$got" = "$wanted" ] || { cat stdout stderr >&2; fail "exit status $got, not $wanted: $*"; }
}
# one_line: what went wrong was told in one line
one_line() { [ "$(wc -l <stderr)" = 1 ] || { cat stderr >&2; fail "not one line on stderr"; }; }

# write_reports N: reports/ with a text, a page, a feed-less NDJSON of N lines, and input that cannot be read
write_reports() {
  mkdir -p reports/more
  cat >reports/a.txt <<'T'
Title: Shells fall on Aleppo
Date: 2031-05-06
Source: Vale Daily

Rebels shelled the town of Manbij on Monday, killing four people, the Syrian Observatory for Human Rights said.

Government forces captured the village near Aleppo on Sunday, state media said.
T
  cat >reports/more/b.html <<'T'
<!doctype html><html><head><title>Strike near Raqqa</title><meta property="article:published_time" content="2031-05-06"></head>
<body><article><h1>Strike near Raqqa</h1><p>An air strike killed seven people near Raqqa on Monday, residents said. The army denied that it had carried out the strike on the town.</p>
<p>Rebels shelled the town of Manbij on Monday, killing six people, Reuters reported.</p></article></body></html>
T
  : >reports/more/empty.txt
  head -c 64 /dev/zero >reports/more/picture.txt
  for i in $(seq 1 "$1"); do
    printf '{"id":"n%04d","outlet":"Wire","published":"2031-05-%02d","text":"Militants attacked an army checkpoint near Homs on Friday, wounding %d soldiers, the interior ministry said. Clashes broke out in Idlib, the Observatory said."}\n' "$i" $((i % 27 + 1)) "$i"
  done >reports/wire.ndjson
  echo '{"id":"broken", "text":' >>reports/wire.ndjson
}
