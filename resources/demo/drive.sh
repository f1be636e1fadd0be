# Sourced by ./demo when there is no display: a virtual one, a window manager, and somebody who
# types into both windows as their users would.

# Xvfb takes a free display by itself and says which.
exec 3>"$home/display"
Xvfb -displayfd 3 -screen 0 1720x900x24 -nolisten tcp >"$home/xvfb.log" 2>&1 &
started+=($!)
exec 3>&-
wait_until 10 "a virtual display" test -s "$home/display"
export DISPLAY=:$(tr -d '\n' <"$home/display")
unset WAYLAND_DISPLAY
export QT_QPA_PLATFORM=xcb LANG=C.UTF-8
# Without key bindings: the keys are the clients'.
cat >"$home/openbox.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard></keyboard></openbox_config>
XML
openbox --sm-disable --config-file "$home/openbox.xml" >"$home/openbox.log" 2>&1 &
started+=($!)
wait_until 10 "the window manager" sh -c "xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'"

# window_of PROGRAM: its main window once that is on the screen.
window_of() {
    wait_until 20 "the window of $1" xdotool search --onlyvisible --class "$1" >&2
    xdotool search --onlyvisible --class "$1" | tail -n 1
}

thread_has() {
    "$bin/ventanilla-demo-chat" transcript "$url" "$password" lucia | grep -qF "$1"
}

# say_in WINDOW TEXT: types into the composer, which has the focus.
say_in() {
    xdotool windowactivate --sync "$1" 2>>"$home/xdotool.log"
    xdotool type --delay 15 -- "$2"
    xdotool key Return
    wait_until 15 "\"$2\" to arrive" thread_has "$2"
}

# A screen is photographed once two pictures of it are the same.
photograph() {
    local picture=$home/$2
    xdotool windowactivate --sync "$1" 2>>"$home/xdotool.log"
    import -window "$1" "$picture"
    for _ in 1 2 3 4 5 6 7 8; do
        mv "$picture" "$picture.before"
        sleep 0.3
        import -window "$1" "$picture"
        cmp -s "$picture" "$picture.before" && break
    done
    rm -f "$picture.before"
    echo "$picture"
}

start_client ventanilla-admin marta
console=$(window_of ventanilla-admin)
start_client ventanilla-user lucia
client=$(window_of ventanilla-user)
xdotool windowmove "$console" 10 30 windowmove "$client" 1230 30
wait_until 20 "both to be connected" sh -c \
    "[ \$(grep -c 'connected: .\(marta\|lucia\).* session' '$home/server.log') -ge 4 ]"

say_in "$client" "Otra pregunta: se puede pagar en dos veces?"
xdotool windowactivate --sync "$console"
xdotool key alt+shift+Down # opens the next unread conversation
say_in "$console" "Claro, eliges el plazo al pagar."
say_in "$client" "Estupendo, muchas gracias!"

echo
echo "What was said:"
"$bin/ventanilla-demo-chat" transcript "$url" "$password" lucia
echo
echo "Screenshots:"
photograph "$console" console.png
photograph "$client" user.png
