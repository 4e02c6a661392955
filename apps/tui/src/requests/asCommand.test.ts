import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import * as sample from "../../testing/samples.ts"
import { asCommand } from "./asCommand.ts"
import type { Request } from "./Request.ts"

const server = "https://teams.example.com"
const incident = sample.incident(1)
const team = sample.team(incident)
const { id: teamId } = team
const { id: incidentId } = incident
const idempotencyKey = "k"
const who = { people: [sample.ana.id], groups: [sample.tier1.id] }

const commands: ReadonlyArray<readonly [Request, words: string]> = [
  [{ _tag: "Me" }, "whoami"],
  [
    { _tag: "ListIncidents", workspace: sample.workspace, statuses: ["New", "Active"] },
    "incidents list --workspace soc --status New --status Active --all"
  ],
  [{ _tag: "ReadDetails", incidentId }, "incidents show 'soc~00000000-0000-4000-8000-000000000001'"],
  [{ _tag: "ReadTeam", teamId }, `team show ${teamId}`],
  [{ _tag: "ReadTimeline", teamId }, `team timeline ${teamId}`],
  [{ _tag: "ReadAccessRequests", teamId }, `access list ${teamId}`],
  [{ _tag: "DraftTeam", incidentId }, `team draft '${incidentId}'`],
  [{ _tag: "SearchPeople", search: "ana s" }, "people search 'ana s'"],
  [
    {
      _tag: "ChangeIncident",
      seen: incident,
      change: {
        status: "Closed",
        classification: "FalsePositive",
        classificationReason: "InaccurateData",
        classificationComment: "It's a test"
      }
    },
    `incidents close '${incidentId}' --classification FalsePositive --reason InaccurateData --comment 'It'\\''s a test' --if-match '"1-1"'`
  ],
  [
    { _tag: "ChangeIncident", seen: sample.incident(1, { status: "Closed" }), change: { status: "Active" } },
    `incidents reopen '${incidentId}'`
  ],
  [
    { _tag: "CreateTeam", incidentId, team: { name: "War room", ...who }, idempotencyKey },
    `team create '${incidentId}' --name 'War room' --person ${sample.ana.id} --group ${sample.tier1.id}`
  ],
  [
    { _tag: "RenameTeam", seen: { value: team, etag: "e" }, name: "War room", description: "", idempotencyKey },
    `team rename ${teamId} --name 'War room' --description ''`
  ],
  [
    { _tag: "AddPeople", teamId, who, idempotencyKey },
    `team add ${teamId} --person ${sample.ana.id} --group ${sample.tier1.id}`
  ],
  [
    { _tag: "RemovePeople", teamId, who: { people: who.people }, idempotencyKey },
    `team remove ${teamId} --person ${sample.ana.id}`
  ],
  [{ _tag: "ArchiveNow", teamId, idempotencyKey }, `team archive-now ${teamId}`],
  [{ _tag: "KeepOpen", teamId, idempotencyKey }, `team keep-open ${teamId}`],
  [{ _tag: "RetryTeam", teamId, idempotencyKey }, `team retry ${teamId}`],
  [{ _tag: "RestoreTeam", teamId, idempotencyKey }, `team restore ${teamId}`],
  [{ _tag: "RecreateTeam", teamId, idempotencyKey }, `team recreate ${teamId}`],
  [{ _tag: "AskAccess", teamId, reason: "Please", idempotencyKey }, `access request ${teamId} --reason Please`],
  [
    { _tag: "DecideAccess", teamId, requestId: "r1", verdict: "deny", reason: "", idempotencyKey },
    `access deny ${teamId} r1`
  ],
  [{ _tag: "Star", principal: { kind: "person", ...sample.ana } }, `favorites add --person ${sample.ana.id}`],
  [{ _tag: "Unstar", principal: { kind: "group", ...sample.tier1 } }, `favorites remove --group ${sample.tier1.id}`]
]

describe("a request as a command", () => {
  const rows = commands.map(([request, words]) => ({ request, words }))
  it.each(rows)("$request._tag is $words", ({ request, words }) => {
    expect(asCommand(server, request)).toBe(`incident-teams ${words} --server ${server}`)
  })

  it("is one of those that there are, with flags that it has", () => {
    const reference = readFileSync(new URL("../../../../docs/reference/commands.md", import.meta.url), "utf8")
    for (const { words } of rows) {
      const [name = ""] = /^[a-z]+(?: [a-z-]+(?= ))?/u.exec(`${words} `) ?? []
      const isAlone = reference.includes(`\n## ${name}\n`)
      const section = reference.split(`\n${isAlone ? "##" : "###"} ${name}\n`)[1]?.split(/\n##+ /u)[0] ?? ""
      expect(section).toContain(`\`incident-teams ${name} `)
      for (const [flag] of words.matchAll(/--[a-z-]+/gu)) expect(section).toContain(`\`${flag}`)
    }
  })

  it.each<Request>([
    { _tag: "ChangeIncident", seen: incident, change: { severity: "Low" } },
    { _tag: "SizeGroup", groupId: sample.tier1.id }
  ])("isn't there where no command does it", (request) => expect(asCommand(server, request)).toBeUndefined())
})
