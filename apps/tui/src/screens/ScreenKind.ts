import type { ReactNode } from "react"
import type { State } from "../console/State.ts"
import type { Binding } from "../keys/Binding.ts"
import type { Typing } from "../keys/typing.ts"
import type { Request } from "../requests/Request.ts"

/** What a screen was opened on, and the keys that work there. */
export interface Below {
  readonly state: State
  readonly bindings: ReadonlyArray<Binding>
  /** The field that letters went into there. */
  readonly typing: Typing | undefined
}

export interface ViewProps<Screen> {
  readonly state: State
  readonly screen: Screen
  readonly below: () => Below
}

/** What one kind of screen does: its keys, its field, its look, and what it sends again. */
export interface ScreenKind<Screen> {
  /** It takes the whole space between head and foot; otherwise it is a dialog in the middle of it. */
  readonly full: boolean
  readonly bindings: (state: State, screen: Screen, below: () => Below) => ReadonlyArray<Binding>
  /** The field that letters go into; undefined where letters are keys. */
  readonly typing?: (state: State, screen: Screen) => Typing | undefined
  readonly View: (props: ViewProps<Screen>) => ReactNode
  /**
   * The screen about what is there now, with what has changed since it opened, and what it would send then; undefined
   * while nothing newer is known.
   */
  readonly overtaken?: (
    state: State,
    screen: Screen
  ) => { readonly screen: Screen; readonly request: Request | undefined } | undefined
}
