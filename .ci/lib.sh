# Shared by run, test and the set-up scripts: messages, asking for root, checking what the system has.
# Sourced, never executed. The caller sets -euo pipefail and defines $root (the repository's folder).

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

step_number=0
step_count=${step_count:-0}

# A numbered line before anything that may take a while, so that nobody wonders whether it hangs.
step() {
  step_number=$((step_number + 1))
  printf '[%d/%d] %s\n' "$step_number" "$step_count" "$*"
}

# Runs a command with its output in a log file; shows the end of the log only when it fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    printf '\nThis failed: %s\n\n' "$*" >&2
    tail -n 60 "$log" >&2
    printf '\nThe whole output is in %s\n' "$log" >&2
    return 1
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Installing packages needs root, and sudo is not installed." "As root: $*"
  fi
}

on_debian() { [ -r /etc/os-release ] && grep -q '^ID=debian$' /etc/os-release && command -v apt-get >/dev/null; }

package_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# A hash of the named files' contents: the key under which a finished step is remembered.
hash_of() { cat -- "$@" | sha256sum | cut -d ' ' -f 1; }

# Is the step whose stamp is $1 already done for key $2?
done_before() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

remember() {
  mkdir -p "$(dirname "$1")"
  printf '%s' "$2" >"$1"
}
