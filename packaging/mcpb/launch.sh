#!/bin/sh
# Starts the server with a Node of the user's, never with the one inside the desktop application: on macOS
# that one refuses native modules that its maker has not signed. Applications started from the desktop
# know no shell PATH, so the usual places are looked at too.
here=$(dirname "$0")
found=''
try() {
  [ -n "$found" ] && return
  [ -x "$1" ] || return
  "$1" -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && found=$1
}
[ -n "$MEMORY_R1_NODE" ] && try "$MEMORY_R1_NODE"
try "$(command -v node 2>/dev/null)"
for candidate in /opt/homebrew/bin/node /usr/local/bin/node /usr/bin/node \
  "$HOME/.volta/bin/node" "$HOME/.local/share/mise/shims/node" "$HOME/.asdf/shims/node" \
  "$HOME"/.nvm/versions/node/*/bin/node "$HOME"/.local/share/fnm/node-versions/*/installation/bin/node; do
  try "$candidate"
done
if [ -z "$found" ]; then
  echo 'memory-r1: no Node 20 or newer found; install it from https://nodejs.org and start again' >&2
  exit 2
fi
exec "$found" "$here/server/start.js" "$@"
