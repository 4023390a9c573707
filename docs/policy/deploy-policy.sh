#!/bin/sh
# Puts a policy file where a program looks for it on this machine, or takes it away; run as root.
# Usage: deploy-policy.sh PROGRAM FILE [ROOT]       PROGRAM: thunderbird, firefox, chromium, chrome, edge
#        deploy-policy.sh --remove PROGRAM [ROOT]   ROOT: work below this folder, for images and tests
# COUNTERSIGN_ID names your Chromium package where a file installs it and sets nothing.
set -eu
remove=
if [ "${1:-}" = --remove ]; then
  remove=yes
  shift
fi
program=${1:-}
case $program in
  thunderbird | firefox) to=/etc/$program/policies/policies.json ;;
  chromium) to=/etc/chromium/policies/managed/countersign.json ;;
  chrome | edge) to=/etc/opt/$program/policies/managed/countersign.json ;;
  *)
    sed -n '3,5s/^# //p' "$0" >&2
    exit 2
    ;;
esac

# Thunderbird and Firefox have all their policies in one file: what stood there may be more than ours, and is kept beside it.
# The folder of a Chromium is ours for one file, and the program reads every file in it, whatever its name.
keep() {
  case $program in
    thunderbird | firefox)
      if [ -f "$to" ]; then
        cp -p "$to" "$to.before"
        echo "what stood there is kept in $to.before"
      fi
      ;;
  esac
}

if [ -n "$remove" ]; then
  to=${2:-}$to
  keep
  rm -f "$to"
  echo "removed $to"
  exit 0
fi
file=${2:?which file}
to=${3:-}$to

# The command that checks: named by COUNTERSIGN, installed, or made by npm ci in the folder of which this script is a part.
here=$(dirname "$0")
if [ -n "${COUNTERSIGN:-}" ]; then :
elif command -v countersign >/dev/null; then COUNTERSIGN=countersign
else COUNTERSIGN=$here/../../dist/cli/countersign.mjs
fi
case $program in
  thunderbird | firefox) client=$program ;;
  *) client=chromium ;;
esac
if ! grep -q '"3rdparty"\|"ExtensionSettings"' "$file"; then
  echo "$file is no whole file of $program: countersign policy template --for $client shows where settings stand in it" >&2
  exit 2
fi
# A file that does not count as a whole goes nowhere.
"$COUNTERSIGN" policy validate --for "$client" ${COUNTERSIGN_ID:+--id "$COUNTERSIGN_ID"} "$file"
case $program in
  thunderbird | firefox)
    # One file has all policies of these programs: what others wrote into it must not be lost.
    if [ -f "$to" ] && ! grep -qi countersign "$to"; then
      echo "$to has other policies: put yours into it by hand" >&2
      exit 1
    fi
    ;;
esac
mkdir -p "$(dirname "$to")"
# Made beside the folder, and moved into it as a whole.
new=$(dirname "$(dirname "$to")")/countersign-policy.new
cp "$file" "$new"
chmod 0644 "$new"
keep
mv "$new" "$to"
case $program in
  thunderbird | firefox) echo "wrote $to; it holds when $program is started again" ;;
  *) echo "wrote $to; it holds at once" ;;
esac
