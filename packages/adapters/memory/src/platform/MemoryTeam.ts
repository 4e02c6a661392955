import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Direction } from "@incident-teams/domain/team/Step"

/** A page pinned in a team's main channel. */
export interface Tab {
  readonly title: string
  readonly url: string
}

/** A group and, once `link` is there, the team on it: what is so, past every lag of reads. Times are epoch millis. */
export interface MemoryTeam {
  readonly id: PlatformTeamId
  readonly key: TeamKey
  /** False: a stranger's group that happens to bear the key. */
  readonly usable: boolean
  readonly madeAt: number
  name: string
  description: string
  link: string | undefined
  archived: boolean
  archivedChangedAt: number
  readonly members: Map<PersonId, Member>
  readonly tabs: Array<Tab>
  appInstalled: boolean
  renewedAt: number
  /** Deleted teams are kept 30 days. */
  deletedAt: number | undefined
}

/** How an operation deviates from its course. */
export type Ending =
  /** Ends as failed, without effect. */
  | "fails"
  /** Ends as failed, although done. */
  | "failsAfterEffect"
  /** Has its effect, but goes on reading as running. */
  | "stuck"
  /** Neither effect nor end. */
  | "never"
  /** Has its effect; the platform doesn't know it any more afterward. */
  | "vanishes"
  /** Has its effect; the answer didn't name it. */
  | "unnamed"

export interface MemoryOperation {
  readonly id: string
  readonly team: PlatformTeamId
  readonly direction: Direction
  readonly endsAt: number
  readonly ending: Ending | undefined
  applied: boolean
}

/** How the platform behaves: unless told otherwise, as Teams does. Times in milliseconds of Effect's clock. */
export interface Behavior {
  /** A new group carries a team only after so long. Default: 0. */
  readonly groupReadyAfter: number
  /** An archive or unarchive takes so long. 0: it is done at once, without an operation. Default: 20 s. */
  readonly operationTakes: number
  /** Reads show a changed `archived` so much later. Default: 0. */
  readonly archivedReadsLate: number
  /** A team without an owner is neither archived nor unarchived. */
  readonly needsOwner: boolean
  /** An archived team takes and gives up people. */
  readonly archivedTakesPeople: boolean
  /** Deleted teams can be restored for 30 days. */
  readonly keepsDeleted: boolean
  /** A group is deleted so long after it was made or last renewed. 0: never. Default: 0. */
  readonly lifetime: number
}

export const usualBehavior: Behavior = {
  groupReadyAfter: 0,
  operationTakes: 20_000,
  archivedReadsLate: 0,
  needsOwner: true,
  archivedTakesPeople: true,
  keepsDeleted: true,
  lifetime: 0
}
