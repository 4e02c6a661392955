import { incidentsRead, incidentsWrite } from "@incident-teams/domain/permissions/AzureActions"
import type { AccessDenial, AccessRequest } from "@incident-teams/domain/team/Team"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import type { Visitor } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { firstCommit, personOf, seconds, storedOf } from "../testing/team-store/commits.ts"
import { teamAccess } from "./teamAccess.ts"
import { applicationOf, azureGrants, sessionOf } from "./testing/callers.ts"

const { team } = firstCommit(1)

const asked: AccessRequest = {
  id: "1",
  person: { id: personOf(3), name: "Person 3" },
  reason: "Please.",
  askedAt: seconds(1)
}
const denial: AccessDenial = {
  request: "0",
  person: personOf(3),
  by: { _tag: "System" },
  deniedAt: seconds(0),
  askAgainAt: seconds(60)
}

/** Person 2 is the team's member. */
const accessOf = (
  visitor: Visitor,
  may: string,
  people: { readonly requested?: boolean; readonly denied?: boolean } = {}
) => {
  const stored = storedOf({
    ...team,
    people: {
      ...team.people,
      accessRequests: people.requested === true ? [asked] : [],
      ...(people.denied === true ? { denials: [{ ...denial, person: personOf(2) }, denial] } : {})
    }
  })
  const store = Layer.mock(TeamStore)({
    roster: () =>
      Effect.succeedSome({ at: seconds(0), members: [{ id: personOf(2), name: "Person 2", role: "member" as const }] })
  })
  return Effect.runPromise(
    teamAccess(visitor, stored).pipe(Effect.provide([store, azureGrants(may), deploymentWith()]))
  )
}

describe("how a caller gets into a team", () => {
  it("is a request for a reader, unless theirs waits already", async () => {
    expect(await accessOf(sessionOf(3), incidentsRead)).toEqual({ standing: "none", decides: false, wayIn: "request" })
    expect(await accessOf(sessionOf(3), incidentsRead, { requested: true })).toEqual({
      standing: "none",
      decides: false,
      asked
    })
    expect(await accessOf(sessionOf(4), incidentsRead, { requested: true })).toMatchObject({ wayIn: "request" })
  })

  it("is to join for those who decide, also while their request waits", async () => {
    expect(await accessOf(sessionOf(3), incidentsWrite, { requested: true })).toEqual({
      standing: "none",
      decides: true,
      wayIn: "join",
      asked
    })
  })

  it("is shown with the last denial only to whom it denied, while they neither asked again nor are in the team", async () => {
    const denied = { denied: true }
    expect(await accessOf(sessionOf(3), incidentsRead, denied)).toMatchObject({ denial })
    expect(await accessOf(sessionOf(3), incidentsRead, { denied: true, requested: true })).not.toHaveProperty("denial")
    expect(await accessOf(sessionOf(2), incidentsRead, denied)).toEqual({ standing: "member", decides: false })
    expect(await accessOf(sessionOf(4), incidentsRead, denied)).not.toHaveProperty("denial")
  })

  it("is none for an application, which has no request and no denial of a person with its id", async () => {
    expect(await accessOf(applicationOf(3), incidentsWrite, { requested: true, denied: true })).toEqual({
      standing: "none",
      decides: true
    })
  })
})
