# Sourced by ./check and ./demo: installs what is missing, on Debian and Ubuntu.
#
# Each line names one need; where a package has other names on other releases, the first one that
# this system knows is taken.

packages_to_build='
g++
cmake
ninja-build
qt6-base-dev
qt6-websockets-dev
qt6-svg-dev libqt6svg6-dev
qt6-l10n-tools
qt6-tools-dev
qt6-tools-dev-tools
libqt6sql6-sqlite
libboost1.81-dev libboost-dev
libssl-dev
libcrypt-dev
'

packages_to_show='
libqt6svg6
qt6-qpa-plugins
fonts-dejavu-core
'

# A display of its own, a small window manager, somebody who types, and a camera.
packages_to_drive='
xvfb
openbox
xdotool
x11-utils
imagemagick
'

packages_to_test='
nodejs
npm
'

# A real page in a real browser.
packages_to_browse='
chromium chromium-browser
'

# libFuzzer comes with the compiler's runtime, the symbolizer with llvm.
packages_to_fuzz='
clang
libclang-rt-dev libclang-rt-14-dev libclang-rt-18-dev
llvm
'

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The first of these package names that is installed, else the first that could be.
pick_package() {
    for name in "$@"; do is_installed "$name" && { echo "$name"; return; }; done
    for name in "$@"; do
        apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]' && { echo "$name"; return; }
    done
    echo "$1"
}

# ensure_packages LIST…: installs what is not there, and says what.
ensure_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "This is no Debian or Ubuntu: the packages that README.md names must be there already." >&2
        return 0
    fi
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    as_root apt-get update -qq
    missing=$(missing_packages "$@")
    echo "Installing:" $missing
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

missing_packages() {
    printf '%s\n' "$@" | while read -r names; do
        [ -n "$names" ] || continue
        # shellcheck disable=SC2086
        package=$(pick_package $names)
        is_installed "$package" || printf '%s ' "$package"
    done
}
