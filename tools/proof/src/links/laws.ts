import { incidents, type LaggingStore } from "./LaggingStore.ts"
import { isJoining, isLeaving, listed, servedBy, type TeamRecord } from "./Protocol.ts"

/** A broken law, in words. */
class LawBroken extends Error {}

export const requireServedElsewhere = (store: LaggingStore, id: number, into: number, link: number): void => {
  const target = store.record(into)
  const there = target._tag === "Team" ? listed(target, link) : undefined
  if (there === undefined || there.state === "joining" || !there.incidents.includes(id)) {
    throw new LawBroken(`L17: team ${id} is archived, and team ${into} doesn't serve its incident`)
  }
}

export const requireServedOnce = (store: LaggingStore): void => {
  const served = new Map<number, number>()
  for (let id = 0; id < incidents; id++) {
    const team = store.record(id)
    if (team._tag !== "Team" || team.mergedInto !== undefined) continue
    for (const incident of servedBy(id, team)) {
      const other = served.get(incident)
      if (other !== undefined) throw new LawBroken(`L18: incident ${incident} is served by ${other} and ${id}`)
      served.set(incident, id)
    }
  }
}

export const requireRest = (store: LaggingStore): void => {
  for (let id = 0; id < incidents; id++) {
    const record = store.record(id)
    if (record._tag === "Team" && record.mergedInto === undefined) {
      if (isJoining(record) || isLeaving(record) || record.seeking.length > 0) {
        throw new LawBroken(`Team ${id} doesn't come to rest: ${JSON.stringify(record)}`)
      }
    }
    if (record._tag === "Nothing") continue
    const serving = servingAtRest(store, id)
    if (serving === undefined) throw new LawBroken(`L17: no live team serves incident ${id} any more`)
    if (record._tag === "Team") {
      const lost = record.people.filter((one) => !serving.people.includes(one))
      if (lost.length > 0) throw new LawBroken(`L19: ${lost.join(", ")} lost sight of incident ${id}`)
    }
  }
}

const servingAtRest = (store: LaggingStore, incident: number): TeamRecord | undefined => {
  for (let id = 0; id < incidents; id++) {
    const team = store.record(id)
    if (team._tag === "Team" && team.mergedInto === undefined && servedBy(id, team).includes(incident)) return team
  }
  return undefined
}
