import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { changeIncident as patchOf, isEmptyPatch } from "@incident-teams/domain/incident/changeIncident"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { changeOf } from "@incident-teams/domain/incident/IncidentAct"
import type { IncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect, Result } from "effect"
import { followIncident } from "../feed/observeIncident.ts"
import { IncidentConflict, IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { actBy } from "./actBy.ts"
import { editableIncident } from "./editableIncident.ts"

/**
 * Changes an incident in the caller's name, and lets its team follow at once and record who did what. `unchanged`: only
 * if it is in a state of which this is so, by its etag.
 */
export const changeIncident = Effect.fn("changeIncident")(function* (
  session: Session,
  id: IncidentId,
  change: IncidentChange,
  unchanged?: (etag: string) => boolean
) {
  const before = yield* editableIncident(session, id)
  const source = yield* IncidentSource
  if (unchanged?.(before.etag) === false) return yield* new IncidentConflict({ id })
  const patch = yield* Effect.fromResult(patchOf(before, change))
  // The state that is written over, unless it is as requested already: then nothing was done by this caller.
  let replaced: Incident | undefined
  const incident = isEmptyPatch(patch)
    ? before
    : yield* source.update(
        id,
        (current) => {
          // What the change means is worked out on the state that is written over; what it can't mean isn't written.
          const asked = Result.getOrElse(patchOf(current, change), () => ({}))
          replaced = isEmptyPatch(asked) ? undefined : current
          return asked
        },
        asCaller(session),
        unchanged === undefined ? undefined : before.etag
      )
  // Another change came first, and this one makes no sense any more.
  yield* Effect.fromResult(patchOf(incident, change))
  const done = replaced === undefined ? undefined : yield* actBy(session, id, changeOf(replaced, incident))
  // The change is made: a team that can't follow right now, and what can't be published, is brought along by the feed.
  yield* Effect.ignore((yield* TeamStore).publish([incident]))
  yield* Effect.ignore(followIncident(id, { _tag: "Found", incident: snapshotOf(incident) }, done))
  return incident
})
