import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { describe, expect, it } from "vitest"
import { teamActions, teamActionsOf, whyNotTeamAction } from "./teamActions.ts"

const at = timestampOf(1_000)

const incident = {
  id: IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5"),
  number: 1042,
  title: "Phishing",
  closed: false,
  gone: false
}

const open: Parameters<typeof teamActionsOf>[0] = {
  id: TeamId.make("k3v5c2mqzt7n4wjy6abdxe2fho"),
  incident,
  name: "INC-1042",
  phase: "open",
  since: at,
  desiredState: "open",
  operation: "/v1/operations/k3v5c2mqzt7n4wjy6abdxe2fho.1",
  accessRequestsWaiting: 0,
  createdAt: at
}

const closed = { ...open, incident: { ...incident, closed: true } }
const closing = { ...closed, archivesAt: at }
const kept = { ...closed, keptOpen: { by: { kind: "system" }, since: at } } as const
const archived = { ...closed, phase: "archived", desiredState: "archived" } as const
const lost = { ...open, phase: "lost" } as const
const blocked = { step: "Rename", reason: "It can't.", remedy: "Retry.", since: at }
const mergedInto = { teamId: TeamId.make("abcdefghijklmnopqrstuvwxyz"), name: "Another" }

describe("what can be done with a team", () => {
  it.each([
    ["open", open, []],
    ["blocked", { ...open, blocked }, ["retry"]],
    ["deleted in Teams", lost, ["restore", "recreate"]],
    ["being restored", { ...lost, restore: { status: "pending" } }, ["recreate"]],
    ["about to be archived", closing, ["archiveNow", "keepOpen"]],
    ["about to be archived after a merge", { ...closing, mergedInto }, ["archiveNow"]],
    ["kept open", kept, ["archiveNow"]],
    ["archived", archived, []]
  ] as const)("follows from its state: %s", (_, team, actions) => {
    expect(teamActionsOf(team)).toEqual(actions)
    for (const action of actions) expect(whyNotTeamAction(action, team)).toBeUndefined()
  })

  it("is a reason, and where to go, for everything else", () => {
    const reasonsOf = (team: typeof open) =>
      Object.keys(teamActions).flatMap((action) => whyNotTeamAction(action as keyof typeof teamActions, team) ?? [])
    expect(reasonsOf(open)).toEqual([
      "There is nothing to retry: nothing is blocked, delayed or refused.",
      "Only a team that was deleted in Teams can be restored.",
      "Only a team that was deleted in Teams can be recreated.",
      "Incident 1042 is open. To archive the team, close the incident.",
      "The team stays open as long as one of its incidents is open."
    ])
    expect(reasonsOf(archived).slice(3)).toEqual([
      "The team is already archived, or about to be.",
      "The team is archived, or about to be. To open it again, reopen its incident."
    ])
    expect(whyNotTeamAction("restore", { ...lost, restore: { status: "pending" } })).toBe(
      "The team is already being restored."
    )
    expect(whyNotTeamAction("archiveNow", closed)).toBe("Another incident of the team isn't closed yet.")
    const merged = {
      ...closed.incident,
      state: "served",
      founding: true,
      merge: { since: at, status: "searching" }
    } as const
    for (const action of ["archiveNow", "keepOpen"] as const) {
      expect(whyNotTeamAction(action, { ...closed, incidents: [merged] })).toBe(
        "Incident 1042 was merged by Microsoft Defender. The team stays open until it is known which incident continues it."
      )
    }
    expect(
      whyNotTeamAction("keepOpen", {
        ...closed,
        incidents: [merged, { ...incident, state: "served", founding: false }]
      })
    ).toBe("The team stays open as long as one of its incidents is open.")
    expect(whyNotTeamAction("keepOpen", kept)).toBe("Someone already keeps the team open.")
    expect(whyNotTeamAction("keepOpen", { ...closing, mergedInto })).toBe(
      "The team was merged into the team Another, which continues with its incidents."
    )
  })
})
