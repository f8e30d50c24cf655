# Finds the tools that Tailwater is built and run with. Sourced by ./tailwater and ./verify.

JAVA_NEEDED=25
NODE_NEEDED=20

die() {
  echo "tailwater: $*" >&2
  exit 1
}

java_feature() {
  "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

# Sets JAVA_HOME to a JDK that is new enough: the one it names, the one on the PATH, or one in the
# folders where packages put them.
find_java() {
  local home found
  for home in "${JAVA_HOME:-}" "$(path_java_home)" /usr/lib/jvm/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/current "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ]; then
      found=$(java_feature "$home/bin/java")
      if [ "${found:-0}" -ge "$JAVA_NEEDED" ]; then
        export JAVA_HOME="$home"
        return
      fi
    fi
  done
  die "needs a JDK $JAVA_NEEDED or newer, found none. Install one (for example from https://adoptium.net) or set JAVA_HOME to it."
}

path_java_home() {
  local java
  java=$(command -v javac) || return 0
  java=$(readlink -f "$java" 2>/dev/null) || return 0
  dirname "$(dirname "$java")"
}

find_build_tools() {
  command -v mvn >/dev/null || die "needs Maven 3.8 or newer to build, found no mvn on the PATH. Install the package maven."
  command -v npm >/dev/null || die "needs npm to build the UI, found none on the PATH. Install Node.js $NODE_NEEDED or newer."
  local node
  node=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  [ "${node:-0}" -ge "$NODE_NEEDED" ] || die "needs Node.js $NODE_NEEDED or newer to build the UI, found ${node:-none}."
}

# Sets TAILWATER_CHROMIUM to a Chromium of the system, which browser tests and benchmarks drive.
find_chromium() {
  local name
  for name in "${TAILWATER_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
      TAILWATER_CHROMIUM=$(command -v "$name")
      export TAILWATER_CHROMIUM
      return 0
    fi
  done
  return 1
}
