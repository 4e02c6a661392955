import type { GroupId } from "@incident-teams/domain/ids/directoryIds"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { peoplePerGroup } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { allowDirectorySearch } from "./directoryAccess.ts"
import { UnknownPrincipal } from "./favorites.ts"

/** What a group would bring into a team. */
export interface Brought {
  /** How many people; absent where it can't be read. */
  readonly people?: number
  /** Would not get in, and why. */
  readonly refusal?: string
}

export const broughtBy = (id: GroupId) =>
  Effect.flatMap(Directory, (directory) => directory.memberCount(id)).pipe(
    Effect.map((people): Brought => ({
      people,
      ...(people > peoplePerGroup
        ? {
            refusal: `It has ${people.toLocaleString("en-US")} people; Teams accepts groups of up to ${peoplePerGroup.toLocaleString("en-US")}.`
          }
        : {})
    })),
    Effect.catchTag("GroupNotFound", () => Effect.succeed<Brought>({ refusal: "The group can't be read." }))
  )

/** A group with what it would bring; counted when it is asked for, as counting takes a call for each group. */
export const groupSize = Effect.fn("groupSize")(function* (session: Session, id: GroupId, team: TeamId | undefined) {
  yield* allowDirectorySearch(session, { team })
  const [group] = yield* (yield* Directory).groups([id])
  if (group === undefined) return yield* new UnknownPrincipal({ kind: "Group", id })
  return { group, brought: yield* broughtBy(id) }
})
