import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Stored } from "../ports/TeamStore.ts"

/**
 * The teams that a store handed out last. One that is still stored in the same version is handed out again as the very
 * same object: it needn't be decoded again, and what was read for it holds (`oncePerVersion`).
 */
export class RecentTeams {
  readonly #teams = new Map<TeamId, Stored>()
  readonly #capacity: number

  constructor(capacity = 500) {
    this.#capacity = capacity
  }

  /** Whether it is still stored as it was is for the store to find out. */
  get(id: TeamId): Stored | undefined {
    return this.#teams.get(id)
  }

  /** What is stored now: the object that was handed out before, where it is of this version. */
  handOut(stored: Stored): Stored {
    const before = this.#teams.get(stored.id)
    const same = before?.version === stored.version ? before : stored
    // To the end, so that the one whom nobody has asked for longest makes room.
    this.#teams.delete(stored.id)
    this.#teams.set(stored.id, same)
    const [oldest] = this.#teams.keys()
    if (this.#teams.size > this.#capacity && oldest !== undefined) this.#teams.delete(oldest)
    return same
  }
}
