import type { GroupId } from "../../ids/directoryIds.ts"
import type { ReadOutcome } from "../Outcome.ts"
import { peoplePerGroup, peoplePerTeam } from "../Team.ts"
import { type Decision, happens, nothingHappens, type Situation } from "./Decision.ts"
import { reasonOf, retryLater } from "./failure.ts"
import { distinct, inChunks, waitingIn } from "./people.ts"

/**
 * The members of a group: those who weren't requested yet are; the others are mentioned, so that they stay for as long
 * as this group does. Over the platform's limits none of them is added.
 */
export const settleExpansion = (id: GroupId, outcome: ReadOutcome, situation: Situation): Decision => {
  const { people: inTeam } = situation.team
  const group = inTeam.groups.find((requested) => requested.id === id)
  if (group === undefined || group.expansion._tag !== "Pending") return nothingHappens
  const refuseIt = (reason: string): Decision => happens({ _tag: "ExpansionRefused", group: id, reason })
  if (outcome._tag === "Refused" || outcome._tag === "Gone") return refuseIt(reasonOf(outcome))
  if (outcome._tag !== "GroupExpanded") return retryLater("ExpandGroup", outcome, situation)
  const { refused, known: mentioned } = outcome
  const bound = new Set(inTeam.ownersSeen)
  const people = distinct(outcome.people).filter((person) => !bound.has(person.id))
  const all = people.length + refused.length
  if (all > peoplePerGroup) {
    return refuseIt(
      `It has ${all.toLocaleString("en-US")} people; Teams accepts groups of up to ${peoplePerGroup.toLocaleString("en-US")}. Choose a smaller group, or people one by one.`
    )
  }
  if (inTeam.membersSeen + waitingIn(situation.team) + people.length > peoplePerTeam) {
    return refuseIt(`With it the team would have more than ${peoplePerTeam} people, the most that Teams allows.`)
  }
  return happens(
    { _tag: "GroupExpanded", group: id, people: people.length },
    ...inChunks(inTeam.nextChunk, "add", people, group.by, { group: id, refused, mentioned })
  )
}
