import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { canChangeTeam, canEditIncident, type Permission } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Result } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { IncidentSource, type ReadFailure } from "../ports/IncidentSource.ts"
import { asSystem, type Visitor } from "../ports/Session.ts"
import { type RecordedEvent, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { IncidentParts, type Parts } from "../recent/IncidentParts.ts"
import { creationHere } from "./creationHere.ts"
import { detailsOf, lookedAt, type TeamDetails } from "./getTeam.ts"
import { readableIncident } from "./incidentDetails.ts"
import { standingIn, teamChangeFacts, workspaceFacts } from "./standing.ts"
import { type TeamAccess, teamAccess } from "./teamAccess.ts"
import { requireSharing } from "./teamIncidents.ts"

/** An incident's team as its page shows it. */
export interface TeamOnPage extends TeamDetails {
  /** Oldest first. */
  readonly history: ReadonlyArray<RecordedEvent>
  /** Whether `history` ends before the last event, because there are too many to show. */
  readonly historyCut: boolean
  /** What the visitor is in it, and how they get in. */
  readonly access: TeamAccess
}

/** All that the Incident page shows. */
export interface IncidentPage {
  readonly incident: Result.Result<Incident, ReadFailure>
  /** Absent where the incident itself can't be read. */
  readonly parts?: Parts
  readonly team?: TeamOnPage
  readonly may: PageRights
  readonly asOf: Timestamp
}

/** What the visitor may do, or why not. Absent where it can't be found out right now, or isn't a question. */
export interface PageRights {
  readonly editIncident?: Permission
  /** Of an incident without a team. */
  readonly createTeam?: Permission
  /** Of an incident with one. */
  readonly changeTeam?: Permission
  /** The same: which incidents share it. */
  readonly shareTeam?: Permission
}

/** Events of a team read at a time, and at most. */
const page = 500
const most = 4_000

/**
 * Everything about an incident and its team, for callers who may see it. While Sentinel can't be asked, the team is shown by
 * itself; an incident without a team is nothing then. `opened`: a person opens the page, which makes a check of the team
 * due; a page that stays open asks for none, as Teams isn't to be polled. `creation`: whether the visitor may create the
 * incident's team, which takes several questions to the directory.
 */
export const readIncidentPage = Effect.fn("readIncidentPage")(function* (
  visitor: Visitor,
  id: IncidentId,
  opened: boolean,
  creation: ReturnType<typeof creationHere> = creationHere(visitor, id)
) {
  const stored = yield* readableIncident(visitor, id)
  const incident = yield* Effect.result((yield* IncidentSource).get(id, asSystem))
  if (stored === undefined && Result.isFailure(incident)) return yield* incident.failure
  const parts = Result.isSuccess(incident) ? yield* (yield* IncidentParts).read(id, incident.success.etag) : undefined
  const team = stored === undefined ? undefined : yield* teamOnPage(visitor, opened ? yield* lookedAt(stored) : stored)
  const shown: IncidentPage = {
    incident,
    ...defined({ parts, team }),
    may: yield* rightsOnPage(visitor, id, stored, creation),
    asOf: yield* now
  }
  return shown
})

const rightsOnPage = Effect.fnUntraced(function* (
  visitor: Visitor,
  id: IncidentId,
  stored: Stored | undefined,
  creation: ReturnType<typeof creationHere>
) {
  const editIncident = yield* Effect.orElseSucceed(
    Effect.map(workspaceFacts(visitor, id), canEditIncident),
    () => undefined
  )
  const createTeam = stored === undefined ? yield* creation : undefined
  const changeTeam =
    stored === undefined
      ? undefined
      : yield* Effect.orElseSucceed(Effect.map(teamChangeFacts(visitor, stored), canChangeTeam), () => undefined)
  const shareTeam =
    stored === undefined
      ? undefined
      : yield* requireSharing(visitor, stored.team).pipe(
          Effect.as<Permission>(Result.void),
          Effect.catchTag("NotAllowed", (refusal) => Effect.succeed<Permission>(Result.fail(refusal))),
          Effect.orElseSucceed(() => undefined)
        )
  return defined({ editIncident, createTeam, changeTeam, shareTeam }) satisfies PageRights
})

const teamOnPage = Effect.fnUntraced(function* (visitor: Visitor, stored: Stored) {
  const team: TeamOnPage = {
    ...(yield* detailsOf(stored)),
    ...(yield* historyOf(stored.id)),
    access: yield* accessOnPage(visitor, stored)
  }
  return team
})

/** A member sees the page while Azure can't be asked; what else they may do isn't known then. */
const accessOnPage = Effect.fnUntraced(function* (visitor: Visitor, stored: Stored) {
  const standing = yield* standingIn(visitor, stored)
  const known: TeamAccess = { standing, decides: standing === "owner" }
  const access = teamAccess(visitor, stored)
  return standing === "none"
    ? yield* access
    : yield* Effect.catchTag(access, "RightsUnavailable", () => Effect.succeed(known))
})

const historyOf = Effect.fnUntraced(function* (id: TeamId) {
  const store = yield* TeamStore
  const history: Array<RecordedEvent> = []
  for (;;) {
    const more = yield* store.timeline(id, history.at(-1)?.position ?? 0, page)
    history.push(...more)
    if (more.length < page) return { history, historyCut: false }
    if (history.length >= most) return { history, historyCut: true }
  }
})
