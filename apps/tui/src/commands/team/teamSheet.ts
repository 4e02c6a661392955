import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import { momentOf } from "../../look/agoOf.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"
import { table } from "../output/table.ts"

const standings: Readonly<Record<MemberView["status"], string>> = {
  asked: "to be added",
  added: "added",
  refused: "refused",
  leaving: "to be removed",
  removed: "removed",
  notRemoved: "not removed",
  notAsked: "added in Teams"
}

const taskWords = ({ status, reason }: TeamView["page"]): string | undefined =>
  status === "notAsked" ? undefined : reason === undefined ? status : `${status}: ${reason}`

const waitWords = (waits: TeamView["waits"]): string =>
  waits.map(({ step, tries, reason }) => `${step}, tried ${tries} times: ${reason}`).join("; ")

/** A team with its people, for people. */
export const teamSheet = (team: TeamView, { width }: Screen): ReadonlyArray<string> => [
  ...sheet(
    [
      ["Team", team.name],
      ["Incident", `${team.incident.number}  ${team.incident.title}`],
      ["Is", team.phase === team.desiredState ? team.phase : `${team.phase}, to be ${team.desiredState}`],
      ["Since", momentOf(team.since)],
      ["Link", team.link],
      ["Blocked", team.blocked?.reason],
      ["To do", team.blocked?.remedy],
      ["Waiting", waitWords(team.waits)],
      ["Description", team.description],
      ["Page", taskWords(team.page)],
      ["Rename", taskWords(team.rename)],
      ["Groups", team.groups.map(({ name, status, reason }) => `${name} (${reason ?? status})`).join(", ")],
      ["Access", team.accessRequestsWaiting === 0 ? undefined : `${team.accessRequestsWaiting} waiting for a decision`],
      ["Id", team.id]
    ],
    width
  ),
  ...(team.people.length === 0
    ? []
    : [
        "",
        ...table(
          [
            { title: "NAME", cell: ({ name }) => name },
            { title: "IS", cell: ({ role }) => role ?? "not seen yet" },
            { title: "ASKED", cell: ({ status }) => standings[status] },
            { title: "WHY", cell: ({ reason }) => reason ?? "", shrinks: true, goes: 1 }
          ],
          team.people,
          width
        )
      ])
]
