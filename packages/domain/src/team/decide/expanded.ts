import type { GroupId } from "../../ids/GroupId.ts"
import type { Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import { peoplePerGroup, peoplePerTeam, type Team } from "../Team.ts"
import type { Timing } from "../Timing.ts"
import { chunks, distinct } from "./chunks.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"
import { retryLater, reasonOf } from "./failure.ts"

/**
 * Who is in a group: whoever isn't asked for already is, the others are mentioned, so that they stay for as long as this
 * group does. Over the platform's limits nobody of it is added.
 */
export const expanded = (id: GroupId, outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  const group = team.groups.find((asked) => asked.id === id)
  if (group === undefined || group.expansion._tag !== "Pending") return alreadySo
  if (outcome._tag === "Refused" || outcome._tag === "Gone") {
    return happens({ _tag: "ExpansionRefused", group: id, reason: reasonOf(outcome), at })
  }
  if (outcome._tag !== "GroupExpanded") return retryLater("ExpandGroup", outcome, at, team, timing)
  const bound = new Set(team.ownersSeen)
  const people = distinct(outcome.people).filter((person) => !bound.has(person.id))
  const all = people.length + outcome.refused.length
  if (all > peoplePerGroup) {
    return happens({
      _tag: "ExpansionRefused",
      group: id,
      reason: `It has ${all} people; Teams takes groups of up to ${peoplePerGroup}. Choose a smaller group, or people one by one.`,
      at
    })
  }
  const waiting = team.openChunks.reduce((sum, chunk) => (chunk.kind === "add" ? sum + chunk.left : sum), 0)
  if (team.membersSeen + waiting + people.length > peoplePerTeam) {
    return happens({
      _tag: "ExpansionRefused",
      group: id,
      reason: `With it the team would have more than ${peoplePerTeam} people, the most that Teams allows.`,
      at
    })
  }
  return happens(
    { _tag: "GroupExpanded", group: id, people: people.length, at },
    ...chunks(team.nextChunk, "add", people, group.by, at, {
      group: id,
      refused: outcome.refused,
      mentioned: outcome.known
    })
  )
}
