#!/bin/sh
# Looks at every file in which a policy for Countersign can stand on this machine, and checks what is there.
# Usage: check-policy.sh [ROOT]   (ROOT: check below this folder, for images and tests)
# COUNTERSIGN_ID names your Chromium package where a file installs it and sets nothing.
root=${1:-}
# The command that checks: named by COUNTERSIGN, installed, or made by npm ci in the folder of which this script is a part.
if [ -n "${COUNTERSIGN:-}" ]; then :
elif command -v countersign >/dev/null; then COUNTERSIGN=countersign
else COUNTERSIGN=$(dirname "$0")/../../dist/cli/countersign.mjs
fi
check() {
  "$COUNTERSIGN" policy validate --for "$client" ${COUNTERSIGN_ID:+--id "$COUNTERSIGN_ID"} "$file"
}
found=0
bad=0
for file in \
  "$root"/etc/thunderbird/policies/policies.json \
  "$root"/usr/lib/thunderbird/distribution/policies.json \
  "$root"/etc/firefox/policies/policies.json \
  "$root"/usr/lib/firefox*/distribution/policies.json \
  "$root"/etc/chromium/policies/managed/*.json \
  "$root"/etc/opt/chrome/policies/managed/*.json \
  "$root"/etc/opt/edge/policies/managed/*.json \
  "$root"/Applications/Thunderbird.app/Contents/Resources/distribution/policies.json \
  "$root"/Applications/Firefox.app/Contents/Resources/distribution/policies.json; do
  [ -f "$file" ] || continue
  case $(echo "${file#"$root"}" | tr '[:upper:]' '[:lower:]') in
    *thunderbird*) client=thunderbird ;;
    *firefox*) client=firefox ;;
    *) client=chromium ;;
  esac
  # Settings of other extensions are none of ours.
  grep -qi countersign "$file" || {
    grep -q '"3rdparty"' "$file" && ! check 2>&1 | grep -q 'says nothing about Countersign'
  } || continue
  found=$((found + 1))
  echo "== $file"
  check || bad=$((bad + 1))
done
[ "$found" -gt 0 ] || echo "no policy for Countersign was found"
exit "$bad"
