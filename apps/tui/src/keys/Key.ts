/**
 * A key as a name: `a`, `A`, `?`, `up`, `enter`, `shift+tab`, `ctrl+s`. What can be printed is named by itself, so that
 * typing is pressing one key after another.
 */
export type Key = string

const named: ReadonlySet<Key> = new Set([
  "up",
  "down",
  "left",
  "right",
  "pageup",
  "pagedown",
  "home",
  "end",
  "enter",
  "esc",
  "tab",
  "shift+tab",
  "space",
  "backspace",
  "delete"
])

/** The text that a key puts into a field; none for one that only moves or acts. */
export const textOfKey = (key: Key): string | undefined => {
  if (key === "space") return " "
  return named.has(key) || key.startsWith("ctrl+") ? undefined : key
}

const shown: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  esc: "Esc",
  tab: "Tab",
  "shift+tab": "Shift-Tab",
  space: "Space",
  backspace: "Backspace",
  delete: "Del"
}

const arrows: Readonly<Record<Key, string>> = { up: "Up", down: "Down", left: "Left", right: "Right" }

/** As a screen reader says it: an arrow by its name. */
export const spokenKey = (key: Key): string => arrows[key] ?? nameOfKey(key)

/** As people read it: `Enter`, `Ctrl-S`. */
export const nameOfKey = (key: Key): string =>
  shown[key] ?? (key.startsWith("ctrl+") ? `Ctrl-${key.slice(5).toUpperCase()}` : key)
