import type { Size } from "../look/Size.ts"
import type { Failure } from "../requests/Failure.ts"
import type { IncidentId, Workspace } from "../requests/Request.ts"
import type { TeamForm } from "../screens/form/TeamForm.ts"
import { grid, type Grid } from "../screens/grid/Grid.ts"
import type { Screen } from "../screens/Screen.ts"
import { type Exchange, quiet } from "./Exchange.ts"
import { type Known, nothingKnown } from "./Known.ts"

/** How live events are doing. */
export type Live =
  | { readonly _tag: "Connecting" }
  | { readonly _tag: "Live" }
  | { readonly _tag: "Broken"; readonly since: number; readonly failure: Failure }

/** Something to be read at the foot of the screen. */
export interface Notice {
  readonly text: string
  readonly tone: "good" | "warning" | "danger"
  /** Milliseconds since 1970. A good one goes by itself, any other with the next key. */
  readonly since: number
}

/** Everything that the console is at one moment. What is to be seen and what a key does follow from it alone. */
export interface State {
  readonly server: string
  /** Nothing may be changed. */
  readonly readonly: boolean
  /** Milliseconds since 1970, as last told. */
  readonly now: number
  /** What is left of the terminal below what `installationLines` says. */
  readonly size: Size
  readonly terminal: Size
  /** The workspace to begin with, as somebody typed it. */
  readonly wantedWorkspace: string | undefined
  /** The one that is shown; undefined until the workspaces are known. */
  readonly workspace: Workspace | undefined
  readonly known: Known
  readonly exchange: Exchange
  /**
   * When the incidents' changes and the installation's trouble were last asked for, and what is open was last read anew
   * for its own sake.
   */
  readonly polledAt: number
  readonly troubleAt: number
  readonly lookedAt: number
  readonly live: Live
  /** The sign-in isn't good any more: how to renew it, in words. */
  readonly signedOut: Failure | undefined
  readonly grid: Grid
  /** What is open above the grid; keys go to the last one. */
  readonly above: ReadonlyArray<Screen>
  /** Forms that were left before they were sent: nothing that was typed is lost. */
  readonly kept: ReadonlyMap<IncidentId, TeamForm>
  readonly notice: Notice | undefined
  /** What nobody asked for, such as a team that is open now: it waits until the notice above has been read. */
  readonly nextNotice: Omit<Notice, "since"> | undefined
  /** Random, for the names of requests. */
  readonly seed: string
  /** How many names were given. */
  readonly names: number
}

export interface Beginning {
  readonly server: string
  readonly wantedWorkspace: string | undefined
  readonly readonly: boolean
  readonly now: number
  readonly size: Size
  readonly seed: string
}

export const beginning = (given: Beginning): State => ({
  ...given,
  terminal: given.size,
  workspace: undefined,
  known: nothingKnown,
  exchange: quiet,
  polledAt: given.now,
  troubleAt: given.now,
  lookedAt: given.now,
  live: { _tag: "Connecting" },
  signedOut: undefined,
  grid,
  above: [],
  kept: new Map(),
  notice: undefined,
  nextNotice: undefined,
  names: 0
})
