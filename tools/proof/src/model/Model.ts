import type { Player } from "../testing/Cast.ts"

/** People who are asked for by name. Teams takes Farid into no team. */
export const named = ["dev", "rita", "farid"] as const satisfies ReadonlyArray<Player>
export type Named = (typeof named)[number]
/** Who comes with the group Tier 1, and whom it can't bring. */
export const broughtByGroup = ["chloe", "elif"] as const satisfies ReadonlyArray<Player>
export const refusedByGroup: Player = "hugo"
export const refusedByTeams: Named = "farid"

/** The last word about somebody: what was asked of us, and what a person did in Teams since. */
export interface Word {
  readonly asked: boolean
  readonly byHand?: "added" | "removed"
}

/** All that callers can expect of one incident's team. */
export class ExpectedTeam {
  status: "open" | "closed" | "gone" = "open"
  requested = false
  name: string | undefined
  /** Absent: nobody ever spoke of them. */
  readonly words = new Map<Player, Word>()
  group = false
  /** Deleted in Teams by hand, and not restored since. */
  deleted = false
  archivedByHand = false
  /** People took the owners away in Teams, so we appoint others. */
  ownersLeft = false

  get archived(): boolean {
    return this.status !== "open"
  }

  say(who: Player, word: Word): void {
    this.words.set(who, word)
  }

  isIn(who: Player): boolean {
    const word = this.words.get(who)
    return (
      word !== undefined && who !== refusedByTeams && (word.byHand === undefined ? word.asked : word.byHand === "added")
    )
  }

  /** A recreated team takes in the people who were asked in last; what was done by hand in the old one is gone with it. */
  recreated(): void {
    for (const [who, { asked }] of this.words) this.say(who, { asked })
    this.deleted = false
    this.ownersLeft = false
  }
}

/** Two incidents, so that one team's trouble can be seen to be nobody else's; and Ben's favorites. */
export class Model {
  readonly teams: readonly [ExpectedTeam, ExpectedTeam] = [new ExpectedTeam(), new ExpectedTeam()]
  readonly starred = new Set<Named>()
}
